import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { startAnswering } from '../support/agent.js';
import { portholeCommand } from '../support/command.js';
import { startProgram } from '../support/program.js';
import { fixtureProgram } from '../support/project.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { findText, startInTerminal, type TerminalProgram } from '../support/terminal.js';

test('a person finds the stalled process of the demo, graphs a metric by clicking on it, and sees the culprit’s locals', async (t) => {
  const screen = startScreen(t, ['demo'], { PORTHOLE_DIR: temporaryFolder(t) }, 160, 50);

  const web = await screen.until('the web program', (lines) => findText(lines, 'porthole/web.js'));
  screen.click(web.column, web.row);
  const metric = await screen.until('its metric', (lines) => findText(lines, 'http.requests '));
  screen.click(metric.column, metric.row);
  const before = await screen.until('a graph with a line', (lines) => lineLength(lines) > 0 && lineLength(lines));
  await screen.until('the line grows', (lines) => lineLength(lines) > before + 1);

  const staller = await screen.until('the staller', (lines) => findText(lines, 'porthole/stall'));
  screen.click(staller.column, staller.row);
  await screen.until('it is stuck', (lines) => findText(lines, 'event loop blocked'));
  await dumpUntil(screen, /resizeImage[^]*customer: 'ada'/);

  screen.type('q');
  assert.equal((await screen.ended).code, 0);
  await assertRestored(screen);
});

test('at 80×24 the keys alone do the same', async (t) => {
  const program = await startAnswering(t, 'busy-loop');
  const screen = startScreen(t, ['--dir', program.folder], {}, 80, 24);
  await screen.until('the program', (lines) => findText(lines, 'busy-loop.js'));
  await dumpUntil(screen, /customer: 'ada'/);
  screen.type('?');
  await screen.until('the keys', (lines) => findText(lines, 'stack dump'));
  screen.type('q');
  assert.equal((await screen.ended).code, 0);
  await assertRestored(screen);
});

test('a screen that is made larger and smaller is drawn anew', async (t) => {
  const program = await startAnswering(t, 'idle');
  const screen = startScreen(t, ['--dir', program.folder], {}, 80, 24);
  await screen.until('the program', (lines) => findText(lines, 'idle.js'));
  screen.resize(140, 40);
  await screen.until('the list of processes', (lines) => findText(lines, 'PROCESSES'));
  screen.resize(60, 10);
  await screen.until('the notice', (lines) => findText(lines, 'too small'));
  screen.resize(100, 30);
  await screen.until('the list again', (lines) => findText(lines, 'PROCESSES'));
});

test('with nothing to show the screen says where it looks and how to start a program', async (t) => {
  const folder = temporaryFolder(t);
  const screen = startScreen(t, ['--dir', folder], {}, 100, 30);
  await screen.until('the place', (lines) => findText(lines, folder));
  await screen.until('the way to start one', (lines) => findText(lines, 'porthole/register'));
  const program = await startAnswering(t, 'idle', { env: { PORTHOLE_DIR: folder } });
  await screen.until('the program that came', (lines) => findText(lines, String(program.pid)));
});

const skip = process.platform === 'linux' ? false : 'processes are attached to on Linux only';

test('a person puts the agent into a process that runs without it, after a question', { skip }, async (t) => {
  const folder = temporaryFolder(t);
  const program = startProgram(t, [fixtureProgram('idle')], { env: { PORTHOLE_DIR: folder } });
  await program.line('READY');
  const screen = startScreen(t, [String(program.pid)], { PORTHOLE_DIR: folder }, 160, 40);
  await screen.until('the way', (lines) => findText(lines, 'press a'));
  screen.type('a');
  await screen.until('the question', (lines) => findText(lines, '? Put the agent into'));
  screen.type('y');
  await screen.until('the outcome', (lines) => findText(lines, ': attached; its inspector was open for'));
  await screen.until('its metrics', (lines) => findText(lines, 'nodejs.heap.size.used'));
});

test('a process that ends stays on the screen, marked as ended', async (t) => {
  const program = await startAnswering(t, 'idle');
  const screen = startScreen(t, ['--dir', program.folder], {}, 120, 30);
  await screen.until('the program', (lines) => findText(lines, '● '));
  program.child.kill('SIGKILL');
  await screen.until('the mark', (lines) => findText(lines, '✝ '));
});

test('lists are sorted by a click, filtered while one types, and time is stopped and stepped through', async (t) => {
  const program = await startAnswering(t, 'idle');
  const screen = startScreen(t, ['--dir', program.folder], {}, 120, 40);
  await screen.until('the program', (lines) => findText(lines, 'idle.js'));
  const heading = await screen.until('a heading', (lines) => findText(lines, 'CURRENT'));
  screen.click(heading.column, heading.row);
  await screen.until('its mark', (lines) => findText(lines, 'CURRENT↓'));
  screen.type('/heap.size');
  await screen.until('the filter', (lines) => findText(lines, 'METRICS /heap.size▏'));
  await screen.until('only its metrics', (lines) => !findText(lines, 'process.') && findText(lines, 'heap.size.used'));
  screen.type('\x1b');
  await screen.until('all metrics', (lines) => findText(lines, 'METRICS  porthole'));
  screen.type(' ');
  await screen.until('the pause', (lines) => findText(lines, 'PAUSED'));
  screen.type('[');
  await screen.until('the past', (lines) => lines.some((line) => /PAUSED \d+s at \d\d:/.test(line)));
  screen.type(' ');
  await screen.until('time goes on', (lines) => !findText(lines, 'PAUSED'));
});

test('the price of porthole itself is on the screen, the interval can be changed, and a snapshot written', async (t) => {
  const program = await startAnswering(t, 'idle');
  const screen = startScreen(t, ['--dir', program.folder], {}, 160, 40);
  await screen.until('the price', (lines) => lines.some((line) => /own: [\d.]+% cpu · \d+ MiB · reads \d/.test(line)));
  screen.type('+');
  await screen.until('the interval', (lines) => findText(lines, 'looking every 500 ms'));
  const before = screen.written().length;
  await screen.until('samples go on', () => screen.written().length > before + 2000);
  screen.type('2y');
  await screen.until('the copy', (lines) => findText(lines, 'copied '));
  assert.ok(screen.written().includes('\x1b]52;c;'));
});

test('where the locale is not UTF-8 no other byte than ASCII is written, and colours only where they are wanted', async (t) => {
  const program = await startAnswering(t, 'idle');
  const env = { LC_ALL: 'C', NO_COLOR: '1' };
  const screen = startScreen(t, ['--dir', program.folder], env, 120, 40);
  await screen.until('the program', (lines) => findText(lines, '* '));
  await screen.until('the frame', (lines) => findText(lines, '- METRICS'));
  screen.type('2g');
  await screen.until('a graph', (lines) => findText(lines, 'GRAPH'));
  assert.ok(Buffer.from(screen.written()).every((byte) => byte < 0x80));
  assert.ok(!['\x1b[31m', '\x1b[32m', '\x1b[36m'].some((color) => screen.written().includes(color)));
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`after ${signal} the terminal is as it was`, async (t) => {
    const program = await startAnswering(t, 'idle');
    const screen = startScreen(t, ['--dir', program.folder], {}, 80, 24);
    await screen.until('the program', (lines) => findText(lines, 'idle.js'));
    process.kill(childOf(screen.pid), signal);
    assert.notEqual((await screen.ended).code, 0);
    await assertRestored(screen);
  });
}

test('demo --seconds leaves the screen by itself', async (t) => {
  const screen = startScreen(t, ['demo', '--seconds', '2'], { PORTHOLE_DIR: temporaryFolder(t) }, 100, 30);
  await screen.until('a program', (lines) => findText(lines, 'PROCESSES'));
  assert.equal((await screen.ended).code, 0);
  await assertRestored(screen);
});

test('Ctrl-C leaves the screen', async (t) => {
  const program = await startAnswering(t, 'idle');
  const screen = startScreen(t, ['--dir', program.folder], {}, 80, 24);
  await screen.until('the program', (lines) => findText(lines, 'idle.js'));
  screen.type('\x03');
  await screen.ended;
  await assertRestored(screen);
});

// A dump may catch the function at its first statement, when its variables have no values yet, or between two stalls:
// then another is taken, once the last has arrived.
async function dumpUntil(screen: TerminalProgram, local: RegExp): Promise<void> {
  let last = '';
  screen.type('d');
  await screen.until('a local variable of it', (lines) => {
    if (local.test(lines.join('\n'))) return true;
    const title = lines.find((line) => line.includes('4 Stack') || line.includes('STACK')) ?? '';
    const hasArrived = findText(lines, 'main thread') !== undefined && title !== last;
    if (hasArrived) screen.type('d');
    last = hasArrived ? title : last;
    return false;
  });
}

// A shell stands around the program and prints the terminal's settings when it has ended.
const SHELL = '"$@"; code=$?; stty -a; exit $code';

function startScreen(
  t: TestContext,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  columns: number,
  rows: number,
): TerminalProgram {
  const command = ['-c', SHELL, 'bash', process.execPath, portholeCommand, ...args];
  return startInTerminal(t, 'bash', command, { columns, rows, env });
}

async function assertRestored(screen: TerminalProgram): Promise<void> {
  for (const setting of [' icanon ', ' echo ', 'isig ', ' icrnl ']) {
    await screen.until(setting, (lines) => lines.some((line) => `${line} `.includes(setting)));
  }
  assert.deepEqual(screen.modes(), { alternateScreen: false, cursorHidden: false, mouse: 'none' });
}

function childOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim());
}

// The cells of the graph's line, whichever way it goes.
function lineLength(lines: readonly string[]): number {
  const top = lines.findIndex((line) => line.includes('GRAPH'));
  if (top < 0) return 0;
  const columns = lines.slice(top + 1).flatMap((line) => [...line.slice(line.search(/[┤┼]/) + 1).matchAll(/[╭╮╰╯─]/g)]);
  return columns.length;
}
