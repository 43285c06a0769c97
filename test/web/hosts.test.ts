import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Counter, Histogram, Registry } from 'prom-client';
import type { FleetMessage, HostMessage, SeriesMessage } from '../../src/web/messages.js';
import { startAnswering, startInspected } from '../support/agent.js';
import { browse, skipWithoutBrowser } from '../support/browser.js';
import { runPorthole } from '../support/command.js';
import { freePort } from '../support/free-port.js';
import { ask, askJson, serve } from '../support/served.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

const TOKEN = 'a-token-of-some-length';

test('the processes of another porthole are seen, graphed and dumped through this one', async (t) => {
  const program = await startAnswering(t, 'works');
  const other = await serve(t, ['--dir', program.folder], { env: { PORTHOLE_TOKEN: TOKEN } });
  const { url } = await serveWith(t, { hosts: [{ name: 'db1', url: other.url, token: TOKEN }] });
  const host = await untilHost(url, 'db1', ({ processes }) => processes.length > 0);
  const [process] = host.processes;
  assert.deepEqual([host.type, host.reason, process?.pid], ['porthole', undefined, program.pid]);
  const query = new URLSearchParams({ host: 'db1', process: process?.key ?? '', metric: 'jobs.duration' });
  const series = await until('quantiles of there', async () => {
    const answer = (await askJson(url, `/series?${query.toString()}`)) as SeriesMessage;
    return answer.points.some(([, p50]) => typeof p50 === 'number') && answer;
  });
  assert.deepEqual([series.names, series.unit], [['p50', 'p90', 'p99', 'rate'], 'ms']);
  const dump = (await askJson(url, `/processes/${program.pid}/threads?host=db1`)) as {
    readonly threads: readonly object[];
  };
  assert.ok(dump.threads.length > 0);
  const stalls = (await askJson(url, `/processes/${program.pid}/stalls?host=db1`)) as { readonly count: number };
  assert.equal(stalls.count, 0);
});

test('a page of metrics is a host, and one that does not answer says why', async (t) => {
  const registry = new Registry();
  const hits = new Counter({ name: 'hits_total', help: 'hits', registers: [registry] });
  new Histogram({ name: 'wait_seconds', help: 'w', registers: [registry] }).observe(0.3);
  const shop = createServer((_request, response) => {
    hits.inc();
    void registry.metrics().then((page) => response.end(page));
  });
  await new Promise<void>((resolve) => {
    shop.listen(0, '127.0.0.1', resolve);
  });
  t.after(() => shop.closeAllConnections());
  t.after(() => shop.close());
  const address = shop.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const secret = await serve(t, ['--dir', temporaryFolder(t)], { env: { PORTHOLE_TOKEN: TOKEN } });
  const { url } = await serveWith(t, {
    hosts: [
      { name: 'shop', url: `http://127.0.0.1:${port}/metrics` },
      { name: 'gone', url: `http://127.0.0.1:${await freePort()}/` },
      { name: 'secret', url: secret.url, token: 'another-token-of-length' },
    ],
  });
  const { processes } = await untilHost(url, 'shop', (host) => host.processes.length > 0);
  assert.deepEqual([processes[0]?.name, processes[0]?.pid, processes[0]?.state], ['shop', 0, 'live']);
  const query = new URLSearchParams({ host: 'shop', process: processes[0]?.key ?? '', metric: 'hits_total' });
  await until('a rate', async () => {
    const { points } = (await askJson(url, `/series?${query.toString()}`)) as SeriesMessage;
    return points.some(([, rate]) => typeof rate === 'number' && rate > 0);
  });
  assert.match(
    (await untilHost(url, 'gone', ({ reason }) => reason?.includes('ECONNREFUSED') === true)).reason ?? '',
    /./,
  );
  await untilHost(url, 'secret', ({ reason }) => reason === 'it wants another token');
});

test('pages of the configuration are sets of graphs, over hosts and groups', {
  skip: skipWithoutBrowser,
}, async (t) => {
  const program = await startInspected(t, 'works');
  await startInspected(t, 'works', { env: { PORTHOLE_DIR: program.folder } });
  const { url } = await serveWith(t, {
    dirs: [program.folder],
    groups: { jobs: ['*works*'] },
    aggregations: { 'queue.size': 'max' },
    pages: [
      {
        name: 'all jobs',
        graphs: [
          { target: '*work*', metric: 'jobs.duration' },
          { target: 'jobs', metric: 'queue.size' },
          { target: 'nobody', metric: 'queue.size' },
        ],
      },
    ],
    hosts: [{ name: 'gone', url: `http://127.0.0.1:${await freePort()}/` }],
  });
  const { page, complaints } = await browse(t, url);
  await page.locator('.host.bad', { hasText: 'gone' }).waitFor();
  await page.locator('.processes .row.group', { hasText: 'jobs' }).waitFor();
  await page.locator('.pages select').selectOption({ label: 'all jobs' });
  const graphs = page.locator('section.graph');
  await until(
    'merged quantiles',
    async () => (await graphs.nth(0).locator('.figures th').allInnerTexts()).join() === 'p50,p90,p99',
  );
  await until('the greatest', async () => (await graphs.nth(1).locator('.last').allInnerTexts()).join() === '3');
  await graphs.nth(2).locator('.notice.bad').waitFor();
  // The browser itself notes the 404 of the graph that is not there.
  assert.deepEqual(
    complaints.filter((text) => !text.includes('404')),
    [],
  );
});

test('a configuration that means nothing is refused with the place of what is wrong', async (t) => {
  const path = join(temporaryFolder(t), 'serve.json');
  for (const [config, message] of [
    [{ hosts: [{ name: 'a' }] }, /hosts\[0\]\.url is missing/],
    [{ hosts: [{ url: 'ftp://a/' }] }, /ftp:\/\/a\/ is no address/],
    [{ hosts: [{ name: 'local', url: 'http://a/' }] }, /there is a local already/],
    [
      { pages: [{ name: 'x', graphs: [{ metric: 'm', target: 't', colour: 'red' }] }] },
      /pages\[0\]\.graphs\[0\]\.colour means nothing/,
    ],
    [{ aggregations: { 'a.*': 'median' } }, /aggregations\.a\.\* is one of sum avg/],
    [{ groups: { web: 'api*' } }, /groups\.web is a list of texts/],
  ] as const) {
    writeFileSync(path, JSON.stringify(config));
    const { code, stderr } = await runPorthole(t, ['serve', '--config', path]);
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
    assert.equal(stderr.trimEnd().split('\n').length, 1);
  }
});

test('the form for the token takes no other token, no other origin, and no long text', async (t) => {
  const { url } = await serve(t, ['--dir', temporaryFolder(t)], { env: { PORTHOLE_TOKEN: TOKEN } });
  const statusOf = async (body: string, headers: Readonly<Record<string, string>> = {}): Promise<number> =>
    (await ask(url, '/login', { method: 'POST', body, headers })).status;
  assert.deepEqual(
    await Promise.all([
      statusOf(`token=${TOKEN}`),
      statusOf('token=wrong'),
      statusOf(`token=${TOKEN}`, { origin: 'http://evil.example' }),
      statusOf(`token=${TOKEN}`, { 'sec-fetch-site': 'cross-site' }),
      statusOf(`token=${'x'.repeat(10_000)}`),
    ]),
    [303, 403, 403, 403, 413],
  );
  const { headers } = await ask(url, '/login', { method: 'POST', body: `token=${TOKEN}` });
  const cookie = String(headers['set-cookie']).split(';')[0] ?? '';
  assert.equal((await ask(url, '/processes', { headers: { cookie } })).status, 200);
  assert.equal((await ask(url, '/processes', { headers: { cookie: cookie.replace(/=.*/, '=x') } })).status, 401);
  assert.equal((await ask(url, '/processes', { headers: { cookie, 'sec-fetch-site': 'cross-site' } })).status, 403);
});

async function serveWith(t: TestContext, config: object): ReturnType<typeof serve> {
  const folder = temporaryFolder(t);
  const path = join(folder, 'serve.json');
  writeFileSync(path, JSON.stringify({ dirs: [folder], ...config }));
  return await serve(t, ['--config', path]);
}

/** The host as the stream tells it, once it is as wanted. */
function untilHost(url: string, name: string, isWanted: (host: HostMessage) => boolean): Promise<HostMessage> {
  return new Promise((resolve, reject) => {
    let received = '';
    const outgoing = get(new URL('/live', url), (response) => {
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        received += chunk;
        const events = received.split('\n\n');
        received = events.pop() ?? '';
        for (const event of events) {
          const { hosts } = JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? '{"hosts":[]}') as FleetMessage;
          const host = hosts.find((each) => each.name === name);
          if (host === undefined || !isWanted(host)) continue;
          outgoing.destroy();
          resolve(host);
          return;
        }
      });
    });
    outgoing.on('error', reject);
  });
}
