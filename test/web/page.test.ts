import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { startAnswering, startInspected } from '../support/agent.js';
import { browse, skipWithoutBrowser } from '../support/browser.js';
import { serve } from '../support/served.js';
import { agentFields, writeStatsFile } from '../support/stats-file.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

const MARKUP = '<img src=x onerror=alert(3)>';

test('a click on a metric graphs it from then on, with what was before', { skip: skipWithoutBrowser }, async (t) => {
  const program = await startInspected(t, 'works');
  const { url } = await serve(t, ['--dir', program.folder]);
  const { page, complaints } = await browse(t, url);
  await metricRow(page, 'jobs.done{kind="mail"}').click();
  const graph = page.locator('section.graph');
  await graph.locator('.last').waitFor();
  assert.match(await graph.locator('h3').innerText(), /^jobs\.done/);
  await until('the line is drawn, and goes on', () => moves(page));
  await metricRow(page, 'jobs.duration').click();
  const names = page.locator('section.graph').nth(1).locator('.figures th');
  await until('quantiles', async () => (await names.allInnerTexts()).join() === 'p50,p90,p99');
  await page.keyboard.press('o');
  await until('both in one', async () => (await page.locator('section.graph').count()) === 1);
  assert.equal(await page.locator('.figures tr').count(), 2);
  assert.deepEqual(complaints, []);
});

test('a stack dump shows locals while the program is busy, and its stalls what held it', {
  skip: skipWithoutBrowser,
}, async (t) => {
  const program = await startAnswering(t, 'stands-still', { env: { PORTHOLE_STALL_MS: '500' } });
  const { url } = await serve(t, ['--dir', program.folder]);
  const { page, complaints } = await browse(t, url);
  await processRow(page, program.pid).click();
  program.child.stdin?.write('busy 6000\n');
  await program.line('STARTED busy');
  await page.getByRole('button', { name: 'Stack dump' }).click();
  const frame = page.locator('.frames .application', { hasText: 'grindOrders' });
  await frame.locator('dt', { hasText: 'durationMs' }).waitFor();
  assert.match(await frame.locator('dd').allInnerTexts().then(String), /6000/);
  await page.locator('.processes .row.stuck').waitFor();
  await page.locator('.subject .notice.warning', { hasText: 'event loop blocked' }).waitFor();
  await until('a stall with its stack', async () => {
    await page.getByRole('button', { name: 'Stalls' }).click();
    return (await page.locator('.stall .function', { hasText: 'grindOrders' }).count()) > 0;
  });
  assert.deepEqual(complaints, []);
});

test('what programs call themselves and their metrics does nothing on the page', {
  skip: skipWithoutBrowser,
}, async (t) => {
  const program = await startAnswering(t, 'holds-markup');
  writeStatsFile(program.folder, 'evil-1-1.mmstats', [
    ...agentFields({ name: MARKUP }),
    { label: `${MARKUP}{a="${MARKUP}"}`, value: 1, kind: 'counter', help: MARKUP, unit: MARKUP },
  ]);
  const { url } = await serve(t, ['--dir', program.folder]);
  const { page, complaints } = await browse(t, url);
  await processRow(page, program.pid).click();
  await metricRow(page, 'marks{').click();
  await page.locator('section.graph').first().waitFor();
  // A dump may find it between two turns of its loop.
  await until('a dump with the variable', async () => {
    await page.getByRole('button', { name: 'Stack dump' }).click();
    await page.locator('article[aria-busy=false]').waitFor();
    return (await page.locator('.frames dd', { hasText: '<img' }).count()) > 0;
  });
  await page.locator('.processes button.row', { hasText: '<img' }).click();
  await metricRow(page, MARKUP).click();
  await page.locator('section.graph', { hasText: '<img' }).nth(1).waitFor({ state: 'attached' });
  assert.equal(await page.locator('img:not([src="/page/icon.svg"]), #page script').count(), 0);
  assert.deepEqual(complaints, []);
});

test('the processes of one name are a group, of which one value is shown a metric', {
  skip: skipWithoutBrowser,
}, async (t) => {
  const first = await startInspected(t, 'works');
  await startInspected(t, 'works', { env: { PORTHOLE_DIR: first.folder } });
  const { url } = await serve(t, ['--dir', first.folder]);
  const { page, complaints } = await browse(t, url);
  await page.locator('.processes .row.group').click();
  const value = metricRow(page, 'queue.size').locator('.current');
  await until('the sum', async () => (await value.innerText()) === '6');
  await page.getByLabel('together').selectOption('max');
  await until('the greatest', async () => (await value.innerText()) === '3');
  await metricRow(page, 'jobs.duration').click();
  await until('merged quantiles', async () => /^\d/.test(await figureOf(page, 'p99')));
  await page.locator('#metric-filter').fill('jobs.*{kind="mail"}');
  await until('the filter', async () => (await page.locator('.metrics tbody tr').count()) === 1);
  assert.deepEqual(complaints, []);
});

test('a lost connection is said, and the page goes on when the server is back', {
  skip: skipWithoutBrowser,
}, async (t) => {
  const program = await startInspected(t, 'works');
  const served = await serve(t, ['--dir', program.folder]);
  const { page } = await browse(t, served.url);
  await page.locator('.connection.live').waitFor();
  served.child.kill('SIGTERM');
  await served.ended;
  await page.locator('.lost[role=alert]').waitFor();
  await serve(t, ['--dir', program.folder, '--port', new URL(served.url).port]);
  await page.locator('.connection.live').waitFor();
  await page.locator('.lost').waitFor({ state: 'detached' });
});

test('without a process the page says where it looked, and keeps looking', { skip: skipWithoutBrowser }, async (t) => {
  const folder = temporaryFolder(t);
  const { url } = await serve(t, ['--dir', folder]);
  const { page, complaints } = await browse(t, url, { viewport: { width: 390, height: 844 } });
  await page.locator('.nothing li', { hasText: folder }).waitFor();
  const program = await startInspected(t, 'works', { env: { PORTHOLE_DIR: folder } });
  await page.locator('.bottom button', { hasText: 'Processes' }).click();
  await processRow(page, program.pid).click();
  await metricRow(page, 'jobs.done').waitFor();
  assert.deepEqual(complaints, []);
});

test('with a token the page is behind a form, and the cookie is no script’s', {
  skip: skipWithoutBrowser,
}, async (t) => {
  const program = await startInspected(t, 'works');
  const token = 'a-token-of-some-length';
  const { url } = await serve(t, ['--dir', program.folder], { env: { PORTHOLE_TOKEN: token } });
  const { page } = await browse(t, url);
  await page.getByLabel('Token').fill('another-token-of-some-length');
  await page.getByRole('button', { name: 'Open' }).click();
  await page.locator('.wrong').waitFor();
  await page.getByLabel('Token').fill(token);
  await page.getByRole('button', { name: 'Open' }).click();
  await processRow(page, program.pid).waitFor();
  const [cookie] = await page.context().cookies();
  assert.deepEqual([cookie?.httpOnly, cookie?.sameSite, cookie?.value.includes(token)], [true, 'Strict', false]);
  assert.equal(await page.evaluate('document.cookie'), '');
});

function processRow(page: Page, pid: number) {
  return page.locator('.processes button.row', { hasText: String(pid) });
}

function metricRow(page: Page, label: string) {
  return page.locator('.metrics tbody tr', { hasText: label }).first();
}

async function figureOf(page: Page, name: string): Promise<string> {
  const row = page.locator('.figures tr', { hasText: name });
  return (await row.count()) === 0 ? '' : await row.first().locator('.last').innerText();
}

// What is drawn is asked of the canvas itself.
async function moves(page: Page): Promise<boolean> {
  const picture = (): Promise<unknown> => page.evaluate(`document.querySelector('.graph canvas')?.toDataURL()`);
  const before = await picture();
  await until('another picture', async () => (await picture()) !== before);
  return true;
}
