import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startInspected } from '../support/agent.js';
import { portholeCommand } from '../support/command.js';
import { findText, startInTerminal, type TerminalProgram } from '../support/terminal.js';

test('a cluster is one line that opens, shows its metrics as one, and one worker’s alone', async (t) => {
  const program = await startInspected(t, 'is-clustered', { args: ['3'] });
  const screen = startScreen(t, program.folder, 140, 40);
  const group = await screen.until('master and workers in one line', (lines) => findText(lines, '×4 ▸ '));
  await screen.until('their metrics as one', (lines) => findText(lines, '● 4 live'));
  screen.click(group.column + 3, group.row);
  await screen.until('a worker', (lines) => findText(lines, '.js#3'));
  const worker = await screen.until('another', (lines) => findText(lines, '.js#1'));
  screen.click(worker.column, worker.row);
  await screen.until('its metrics alone', (lines) => lines.some((line) => /METRICS .*#1 \(pid \d+\)/.test(line)));
  screen.type('\x1b[D');
  await screen.until('the program', (lines) => findText(lines, '● 4 live'));
  screen.type('\x1b[D');
  await screen.until('it is closed', (lines) => findText(lines, '×4 ▸ ') && !findText(lines, '.js#1'));
  screen.type('t');
  await screen.until('each by itself', (lines) => findText(lines, 'PROCESSES  flat: t'));
  screen.type('tq');
  assert.equal((await screen.ended).code, 0);
});

test('a metric of a cluster has a graph that grows, with the time before it was asked for', async (t) => {
  const program = await startInspected(t, 'is-clustered', { args: ['2'] });
  const screen = startScreen(t, program.folder, 140, 40);
  await screen.until('the program', (lines) => findText(lines, '×3 ▸ '));
  screen.type('2/heap.size.used\rg');
  await screen.until('whose graph it is', (lines) =>
    lines.some((line) => /GRAPH .*heap\.size\.used.* · sum of .*is-clustered\.js ×3/.test(line)),
  );
  await screen.until('its last value', (lines) => lines.some((line) => /last [\d.]+ MiB/.test(line)));
  screen.type('A');
  await screen.until('another way to aggregate', (lines) => findText(lines, 'processes of a program together: sum'));
});

test('a storm of resizes ends in a whole picture of the last size', async (t) => {
  const program = await startInspected(t, 'is-clustered', { args: ['2'] });
  const screen = startScreen(t, program.folder, 120, 40);
  await screen.until('the program', (lines) => findText(lines, '×3 ▸ '));
  for (let index = 0; index < 60; index++) screen.resize(60 + ((index * 37) % 240), 10 + ((index * 13) % 90));
  screen.resize(101, 27);
  await screen.until('each line from edge to edge', (lines) => {
    const framed = lines.filter((line) => line.length === 101 && /[│┃╮╯┓┛]$/.test(line));
    return lines.length === 27 && framed.length === 24 && findText(lines, 'METRICS');
  });
});

test('Ctrl-Z gives the terminal back to the shell, and fg brings the picture again', async (t) => {
  const program = await startInspected(t, 'is-clustered', { args: ['2'] });
  const env = { CI: undefined, PS1: 'PROMPT ', PS2: '' };
  const screen = startInTerminal(t, 'bash', ['--norc', '--noprofile', '-i'], { columns: 120, rows: 30, env });
  await screen.until('a shell', (lines) => findText(lines, 'PROMPT'));
  screen.type(`${process.execPath} ${portholeCommand} --dir ${program.folder}\r`);
  await screen.until('the program', (lines) => findText(lines, '×3 ▸ '));
  assert.equal(screen.modes().alternateScreen, true);
  screen.type('\x1a');
  await screen.until('the shell', (lines) => findText(lines, 'Stopped') && !screen.modes().alternateScreen);
  assert.deepEqual(screen.modes(), { alternateScreen: false, cursorHidden: false, mouse: 'none' });
  screen.type('fg\r');
  await screen.until('the picture', (lines) => findText(lines, '×3 ▸ ') && screen.modes().alternateScreen);
  screen.type('q');
  await screen.until('the shell again', () => !screen.modes().alternateScreen);
  screen.type('exit\r');
  await screen.ended;
});

test('a dumb terminal gets the list once, as text', async (t) => {
  const program = await startInspected(t, 'is-clustered', { args: ['1'] });
  const command = [portholeCommand, '--dir', program.folder];
  const screen = startInTerminal(t, process.execPath, command, { columns: 120, rows: 30, env: { TERM: 'dumb' } });
  assert.equal((await screen.ended).code, 0);
  assert.ok(screen.written().includes('is-clustered.js#1'));
  assert.ok(!screen.written().includes('\x1b'));
});

function startScreen(t: TestContext, folder: string, columns: number, rows: number): TerminalProgram {
  return startInTerminal(t, process.execPath, [portholeCommand, '--dir', folder], { columns, rows });
}
