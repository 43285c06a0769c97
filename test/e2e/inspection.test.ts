import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { askConsole, startAnswering } from '../support/agent.js';
import { portholeCommand } from '../support/command.js';
import { findText, startInTerminal, type TerminalProgram } from '../support/terminal.js';
import { until } from '../support/until.js';

test('a query that does not end is in flight with its age, which grows, and the open handles below it', async (t) => {
  const program = await startAnswering(t, 'has-much-in-flight');
  const screen = openScreen(t, program.folder);
  await screen.until('the program', (lines) => findText(lines, 'has-much'));
  screen.type('5');
  const before = await screen.until('the job', (lines) => ageOf(lines, /job {2,}id: 7/));
  await screen.until('it grows older', (lines) => (ageOf(lines, /job {2,}id: 7/) ?? 0) > before);
  await screen.until('what is open', (lines) =>
    lines.some((line) => /Server +listening on 127\.0\.0\.1:\d+/.test(line)),
  );
  screen.type('/orders/3');
  await screen.until(
    'only that',
    (lines) => !lines.some((line) => /job {2,}/.test(line)) && findText(lines, '/orders/3'),
  );
  assert.ok(!screen.screen().some((line) => line.includes('hunter2')));
});

test('of a busy program the busy function is on top, with what the looks have cost', async (t) => {
  const program = await startAnswering(t, 'keeps-busy');
  const screen = openScreen(t, program.folder);
  await screen.until('the program', (lines) => findText(lines, 'keeps-busy'));
  screen.type('7');
  const heading = await screen.until('the table', (lines) => findText(lines, 'OWN'));
  await screen.until('the function', (lines) => lines[heading.row + 1]?.includes('grindBeans'));
  const samples = await screen.until('the samples', (lines) => countOf(lines, /(\d+) samples held it up < /));
  await screen.until('more of them', (lines) => (countOf(lines, /(\d+) samples held it up < /) ?? 0) > samples);
  screen.type('0');
  await screen.until('counted anew', (lines) => findText(lines, 'counted from here'));
});

test('a stall is shown with its function after it is over, and its line in the log leads back to it', async (t) => {
  const program = await startAnswering(t, 'stands-still');
  const screen = openScreen(t, program.folder);
  await screen.until('the program', (lines) => findText(lines, '● '));
  program.child.stdin?.write('busy 2500\n');
  await program.line('DONE busy');
  screen.type('8');
  await screen.until('the stall', (lines) => findText(lines, 'in grindOrders'));
  screen.type('\r');
  await screen.until('how often it was met', (lines) => lines.some((line) => /after .*: running/.test(line)));
  await screen.until('it goes on', (lines) => findText(lines, '● '));
  screen.type('l');
  await screen.until('the log', (lines) => lines.some((line) => /stalled +\d+ /.test(line)));
  const stalled = await screen.until('its line', (lines) => findText(lines, 'stalled '));
  screen.click(stalled.column, stalled.row);
  await screen.until('the past', (lines) => lines.some((line) => /PAUSED \d+s at \d\d:/.test(line)));
  await screen.until('the stall of then', (lines) =>
    lines.some((line) => /▾ .*main thread {2}(← the moment|in grind)/.test(line)),
  );
});

test('the stalls of a program that was killed are still shown', async (t) => {
  const program = await startAnswering(t, 'stands-still');
  const screen = openScreen(t, program.folder);
  await screen.until('the program', (lines) => findText(lines, '● '));
  program.child.stdin?.write('busy 60000\n');
  await screen.until('it is stuck', (lines) => findText(lines, '▲ '));
  await until('its stall is written', () =>
    askConsole(program.socket, '/stalls').then(({ body }) => JSON.stringify(body).includes('grindOrders')),
  );
  program.child.kill('SIGKILL');
  await screen.until('its end', (lines) => findText(lines, '✝ '));
  screen.type('8');
  await screen.until('the stall', (lines) => findText(lines, 'in grindOrders'));
});

test('suspended async functions have their price asked before, and open into frames and locals', async (t) => {
  const program = await startAnswering(t, 'awaits');
  const screen = openScreen(t, program.folder);
  await screen.until('the program', (lines) => findText(lines, 'awaits.js'));
  screen.type('6');
  await screen.until('the price', (lines) =>
    lines.some((line) => /\? Hold .*awaits\.js.* up for about [\d.]+ m?s\?/.test(line)),
  );
  screen.type('n');
  await screen.until('nothing is done', (lines) => findText(lines, 'nothing was asked of it'));
  screen.type('r');
  await screen.until('the price again', (lines) => findText(lines, '? Hold '));
  screen.type('y');
  const group = await screen.until('three that wait at one line', (lines) => findText(lines, '3 × serve'));
  screen.click(group.column, group.row);
  await screen.until('a local', (lines) => lines.some((line) => /sql: 'SELECT pg_sleep\(\d\)'/.test(line)));
  assert.ok(!screen.screen().some((line) => line.includes('hunter2')));
});

test('stepping back after a dump shows that dump, and says from when it is', async (t) => {
  const program = await startAnswering(t, 'busy-loop');
  const screen = openScreen(t, program.folder);
  await screen.until('the program', (lines) => findText(lines, 'busy-loop.js'));
  screen.type('d');
  const shown = await screen.until('its time', (lines) => timeOfDump(lines));
  await screen.until('a later second', (lines) => secondsOf(clockOf(lines)) > secondsOf(shown) + 2);
  screen.type('d');
  await screen.until('the second dump', (lines) => timeOfDump(lines) !== shown && findText(lines, '2 of 2'));
  screen.type('[[');
  await screen.until('the first again', (lines) => findText(lines, '1 of 2'));
  await screen.until('its age', (lines) =>
    lines.some((line) => /dump of \d\d:\d\d:\d\d, .*the moment shown/.test(line)),
  );
  screen.type(' ');
  await screen.until('the newest', (lines) => findText(lines, '2 of 2'));
});

test('the log tells of the start, the stall, the dump, the end and the restart of real programs', async (t) => {
  const first = await startAnswering(t, 'idle');
  const screen = openScreen(t, first.folder);
  const env = { PORTHOLE_DIR: first.folder };
  await screen.until('the program', (lines) => findText(lines, '● '));
  const second = await startAnswering(t, 'stands-still', { env });
  screen.type('l');
  const tells = (kind: string, pid: number): Promise<unknown> =>
    screen.until(`${kind} ${pid}`, (lines) => lines.some((line) => new RegExp(`${kind} +${pid} `).test(line)));
  await tells('started', second.pid);
  second.child.stdin?.write('busy 2500\n');
  await tells('stalled', second.pid);
  await second.line('DONE busy');
  await tells('recovered', second.pid);
  screen.type('d');
  await screen.until('a dump', (lines) => findText(lines, 'took '));
  screen.type('l');
  await tells('dumped', first.pid);
  second.child.kill('SIGKILL');
  await tells('ended', second.pid);
  const third = await startAnswering(t, 'stands-still', { env });
  await tells('restarted', third.pid);
});

function openScreen(t: TestContext, folder: string): TerminalProgram {
  const args = [portholeCommand, '--dir', folder];
  return startInTerminal(t, process.execPath, args, { columns: 160, rows: 50 });
}

function ageOf(lines: readonly string[], what: RegExp): number | undefined {
  const line = lines.find((candidate) => what.test(candidate));
  const [, minutes, seconds, number, unit] = / (?:(\d+)m(\d+)s|([\d.]+) (ms|s)) /.exec(line ?? '') ?? [];
  if (minutes !== undefined) return Number(minutes) * 60_000 + Number(seconds) * 1000;
  return number === undefined ? undefined : Number(number) * (unit === 's' ? 1000 : 1);
}

function countOf(lines: readonly string[], pattern: RegExp): number | undefined {
  const [, count] = lines.map((line) => pattern.exec(line)).find((match) => match !== null) ?? [];
  return count === undefined ? undefined : Number(count);
}

function timeOfDump(lines: readonly string[]): string | undefined {
  const title = lines.find((line) => line.includes('[4 Stack]'));
  return /\d\d:\d\d:\d\d/.exec(title ?? '')?.[0];
}

function clockOf(lines: readonly string[]): string | undefined {
  return /\d\d:\d\d:\d\d(?=\s*$)/.exec(lines[0] ?? '')?.[0];
}

function secondsOf(clock: string | undefined): number {
  const [hours = 0, minutes = 0, seconds = 0] = (clock ?? '').split(':').map(Number);
  return (hours * 60 + minutes) * 60 + seconds;
}
