import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { startAnswering } from '../support/agent.js';
import { portholeCommand, startPorthole } from '../support/command.js';
import { readItems } from '../support/recording.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { findText, startInTerminal } from '../support/terminal.js';
import { until } from '../support/until.js';

test('a person opens what was recorded of a process that got stuck and was killed, and steps back to its dump', async (t) => {
  // What it leaves of the stall would be the last to be seen of it.
  const program = await startAnswering(t, 'stands-still', { env: { PORTHOLE_STALL_MS: '0' } });
  const idle = await startAnswering(t, 'idle', { env: { PORTHOLE_DIR: program.folder } });
  const file = join(temporaryFolder(t), 'night.porthole');
  const recorder = startPorthole(t, ['record', file, '--dir', program.folder, '--every', '0.2']);
  program.child.stdin?.write('busy 60000\n');
  await until('its dump', () => {
    try {
      return readItems(file).some(({ type }) => type === 'dump');
    } catch {
      return false;
    }
  });
  program.child.kill('SIGKILL');
  await program.ended;
  await until('its end', () => {
    const last = readItems(file).findLast((item) => item.type === 'sample');
    return last?.type === 'sample' && last.sample.targets.some(({ state }) => state === 'ended');
  });
  // As a machine that loses its power does.
  recorder.child.kill('SIGKILL');
  idle.child.kill('SIGKILL');

  const env = { PORTHOLE_DIR: temporaryFolder(t) };
  const screen = startInTerminal(t, process.execPath, [portholeCommand, 'open', file], { columns: 140, rows: 40, env });
  await screen.until('what it is', (lines) => findText(lines, 'recording night.porthole · '));
  const row = await screen.until('the process', (lines) => findText(lines, 'porthole/stands-'));
  screen.click(row.column, row.row);
  await screen.until('its end', (lines) => findText(lines, '✝ ended'));
  screen.type('d');
  await screen.until('the function it was in', (lines) => findText(lines, 'grindOrders'));
  await screen.until('the value of a local', (lines) => findText(lines, 'durationMs: 60000'));
  screen.type('[');
  await screen.until('that it was alive', (lines) => lines.some((line) => /[●▲] +\d+ .*stands-/.test(line)));
  screen.type('q');
  assert.equal((await screen.ended).code, 0);
});

test('a folder of dead processes is opened on the screen with their last stalls', async (t) => {
  const program = await startAnswering(t, 'stands-still', { env: { PORTHOLE_STALL_MS: '200' } });
  program.child.stdin?.write('busy 60000\n');
  await screenUntilStall(t, program.folder);
  program.child.kill('SIGKILL');
  await program.ended;
  const screen = startInTerminal(t, process.execPath, [portholeCommand, 'open', program.folder], {
    columns: 140,
    rows: 40,
  });
  await screen.until('what it is', (lines) => findText(lines, ' folder porthole-test-'));
  await screen.until('its end', (lines) => findText(lines, '✝ ended'));
  screen.type('d');
  await screen.until('its stalls', (lines) => findText(lines, 'no dump of it was taken: these are its stalls'));
  await screen.until('what held it', (lines) => findText(lines, 'grindOrders'));
  screen.type('\r');
  await screen.until('its stack', (lines) => findText(lines, 'after '));
});

async function screenUntilStall(t: Parameters<typeof startPorthole>[0], folder: string): Promise<void> {
  await until('a stall', async () => {
    const reader = startPorthole(t, ['stack', '--stalls', '--dir', folder]);
    await reader.ended;
    return reader.output().stdout.includes('grindOrders');
  });
}
