import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { parseStackDump } from '../../src/format/stack-dump.js';
import { startAnswering } from '../support/agent.js';
import { portholeCommand, runPorthole } from '../support/command.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { findText, startInTerminal, type TerminalProgram } from '../support/terminal.js';

test('a person opens a frame, a value of it level by level, and takes a second dump to compare with', async (t) => {
  const program = await startAnswering(t, 'keeps-at-it');
  const screen = startScreen(t, program.folder);
  await screen.until('the program', (lines) => findText(lines, 'keeps-at-it.js'));
  screen.type('d');
  await screen.until('the function it is in, with its variables', (lines) => findText(lines, "customer: 'ada'"));
  screen.type('\r');
  await screen.until('the source, where it stands', (lines) =>
    findText(lines, '│   while (Date.now() - startedMs < LASTS_MS)'),
  );
  const order = await screen.until('a variable', (lines) => findText(lines, '▸ order: {id: 7, shelf: Array(1)}'));
  screen.click(order.column, order.row);
  await screen.until('what the process says of it', (lines) => findText(lines, 'as it was at '));
  const shelf = await screen.until('what is in it', (lines) => findText(lines, '▸ shelf: '));
  screen.click(shelf.column, shelf.row);
  const first = await screen.until('a level more', (lines) => findText(lines, "▸ 0: {sku: 'a1', price: Object}"));
  screen.click(first.column, first.row);
  await screen.until('and more', (lines) => findText(lines, "sku: 'a1'"));
  screen.type('d');
  await screen.until('the second dump', (lines) => findText(lines, '2 of 2'));
  screen.type('=');
  await screen.until('the difference', (lines) => findText(lines, '· unchanged — running'));
  screen.type('<');
  await screen.until('the first dump', (lines) => findText(lines, '1 of 2'));
  screen.type('q');
  assert.equal((await screen.ended).code, 0);
});

test('a value of a call that has ended is not taken from another', async (t) => {
  const program = await startAnswering(t, 'packs-orders');
  const screen = startScreen(t, program.folder);
  await screen.until('the program', (lines) => findText(lines, 'packs-orders.js'));
  screen.type('d');
  const taken = await screen.until('the call', (lines) => /order: \{id: (\d+)\}/.exec(lines.join('\n'))?.[1]);
  await program.line(`PACKED ${Number(taken) + 2}`);
  screen.type('\r');
  // The lines below it move when the source comes.
  await screen.until('the source', (lines) => findText(lines, '│ function packOrder('));
  const order = await screen.until('its variable', (lines) => findText(lines, '▸ order: {id: '));
  screen.click(order.column, order.row);
  await screen.until('the reason', (lines) => findText(lines, 'it has moved on since'));
  await screen.until('what the dump has', (lines) => findText(lines, `    id: ${taken}`));
});

test('a search opens what hides its match, and a shows the frames of Node', async (t) => {
  const program = await startAnswering(t, 'keeps-at-it');
  const screen = startScreen(t, program.folder);
  await screen.until('the program', (lines) => findText(lines, 'keeps-at-it.js'));
  screen.type('d');
  await screen.until('the dump', (lines) => findText(lines, 'of node: hidden, a shows them'));
  screen.type('/STARTEDMS: ');
  await screen.until('the match, in a frame that was closed', (lines) => findText(lines, '▾ packOrder'));
  await screen.until('how many there are', (lines) => findText(lines, '1 of 1'));
  screen.type('\ra');
  await screen.until('the frames of Node', (lines) => findText(lines, '(node:internal/timers:'));
});

test('w writes the dump into files that stack --diff reads, and D takes those of all processes', async (t) => {
  const folder = temporaryFolder(t);
  const env = { PORTHOLE_DIR: folder };
  const programs = [await startAnswering(t, 'keeps-at-it', { env }), await startAnswering(t, 'idle', { env })];
  const cwd = temporaryFolder(t);
  const screen = startScreen(t, folder, cwd);
  await screen.until('both', (lines) => findText(lines, 'keeps-at-it.js') && findText(lines, 'idle.js'));
  screen.type('D');
  await screen.until('both dumps', (lines) => findText(lines, '2 of 2 dumped'));
  const busy = await screen.until('the busy one', (lines) => findText(lines, 'keeps-at-it.js'));
  screen.click(busy.column, busy.row);
  screen.type('4');
  await screen.until('its dump', (lines) => findText(lines, 'packOrder'));
  screen.type('w');
  await screen.until('the files', (lines) => findText(lines, 'written to '));
  const [json, text] = ['.json', '.txt'].map((ending) => readdirSync(cwd).find((name) => name.endsWith(ending)) ?? '');
  assert.ok(json !== undefined && text !== undefined);
  assert.match(json, new RegExp(`^porthole-stack-${programs[0]?.pid}-`));
  assert.equal(parseStackDump(JSON.parse(readFileSync(join(cwd, json), 'utf8')))?.pid, programs[0]?.pid);
  assert.match(readFileSync(join(cwd, text), 'utf8'), /^# Thread Name: main \(running\)/);
  const args = ['stack', String(programs[0]?.pid), '--dir', folder, '--diff', join(cwd, json)];
  assert.match((await runPorthole(t, args)).stdout, /# Thread Name: main, unchanged/);
});

function startScreen(t: TestContext, folder: string, cwd?: string): TerminalProgram {
  const options = { columns: 140, rows: 45, ...(cwd !== undefined && { cwd }) };
  return startInTerminal(t, process.execPath, [portholeCommand, '--dir', folder], options);
}
