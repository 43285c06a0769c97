import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { TargetSample } from '../../src/format/sample.js';
import { startAnswering, startInspected } from '../support/agent.js';
import { portholeCommand, runPorthole, startPorthole } from '../support/command.js';
import { readItems, samplesIn } from '../support/recording.js';
import { remoteCommand, type SshServer, skipWithoutSsh, startSshd } from '../support/sshd.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { findText, startInTerminal, type TerminalProgram } from '../support/terminal.js';
import { until } from '../support/until.js';

const skip = skipWithoutSsh;

function openScreen(t: TestContext, { env }: Pick<SshServer, 'env'>, args: readonly string[]): TerminalProgram {
  return startInTerminal(t, process.execPath, [portholeCommand, ...args], { columns: 140, rows: 40, env });
}

function has(text: string): (lines: readonly string[]) => boolean {
  return (lines) => lines.some((line) => line.includes(text));
}

test('the screen shows the processes of another machine beside ours: metrics, a graph, a dump', { skip }, async (t) => {
  const server = await startSshd(t);
  const { folder, pid } = await startInspected(t, 'works');
  const args = ['--dir', folder, '--host', 'box', '--remote-command', remoteCommand];
  const screen = openScreen(t, server, args);
  const row = await screen.until('the row of the other machine', (lines) => findText(lines, `${pid} box:`));
  screen.click(row.column, row.row);
  await screen.until('its metrics', (lines) => has(`(pid ${pid})`)(lines) && has('jobs.done')(lines));
  screen.type('g');
  await screen.until('its graph', has('GRAPH'));
  screen.type('d');
  await screen.until(
    'its dump',
    (lines) => lines.some((line) => /4 Stack.*box:/.test(line)) && has('main thread')(lines),
  );
  assert.ok(
    screen.screen().some((line) => line.includes(`${pid} `) && !line.includes('box:')),
    'and the local one',
  );
  screen.type('q');
  assert.equal((await screen.ended).code, 0);
  await until('no reader is left behind', () => (readersOn(folder).length === 0 ? true : undefined));
});

test('a connection that is lost is said, tried again, and comes back with its history', { skip }, async (t) => {
  const server = await startSshd(t);
  const { folder, pid } = await startInspected(t, 'works');
  const screen = openScreen(t, server, ['--dir', folder, '--host', 'box', '--remote-command', remoteCommand]);
  const row = await screen.until('the other machine', (lines) => findText(lines, `${pid} box:`));
  screen.click(row.column, row.row);
  await screen.until('its metrics', has('jobs.done'));
  await server.stop();
  await screen.until('the loss', (lines) => /box: connection lost [\d.]+ \w+ ago, trying again/.test(lines[0] ?? ''));
  await screen.until('its last values', (lines) => has('these are its last values')(lines) && has('jobs.done')(lines));
  await server.start();
  await screen.until('it is back', (lines) => !has('connection lost')(lines) && has(`${pid} box:`)(lines));
  screen.type('l');
  await screen.until('one process and no restart', (lines) => !has('↻')(lines));
});

test('what keeps a machine from being looked at is one line with the cure', { skip }, async (t) => {
  const server = await startSshd(t);
  const { folder } = await startInspected(t, 'works');
  const cases = [
    [
      ['--host', 'box', '--remote-command', '/nowhere/porthole'],
      /no porthole there: npm install -g porthole, or --remote-command 'npx porthole' \(/,
    ],
    [['--host', 'box', '--remote-command', "sh -c 'echo old;' --"], /install the same version on both/],
    [['--host', 'strange', '--remote-command', remoteCommand], /its host key .*ssh strange/],
    [['--host', 'keyless', '--remote-command', remoteCommand], /ssh-add a key, or log in once by hand/],
    [['--host', 'box', '--remote-command', "printf '\\033]0;evil\\007\\033[2J' >&2; false"], /\\x1b\]0;evil/],
  ] as const;
  for (const [args, wanted] of cases) {
    const screen = openScreen(t, server, ['--dir', `${folder}/none`, ...args]);
    await screen.until(String(wanted), (lines) => wanted.test(lines.join(' ').replace(/\s+|│/g, ' ')));
    assert.ok(!screen.written().includes('\x1b]0;evil'));
    screen.type('q');
    await screen.ended;
  }
});

test('ps, stats, poll and stack run there, and name the machine in each line or in their JSON', { skip }, async (t) => {
  const { env } = await startSshd(t);
  const { folder, pid } = await startInspected(t, 'works');
  const there = ['--dir', folder, '--host', 'box', '--remote-command', remoteCommand];
  const run = (args: readonly string[]): ReturnType<typeof runPorthole> => runPorthole(t, args, { env });
  const ps = await run(['ps', ...there]);
  assert.equal(ps.code, 0, ps.stderr);
  assert.match(ps.stdout, new RegExp(`^box: +PID .*\\nbox: +${pid} `));
  const stats = await run(['stats', ...there, '--metric', 'jobs.done*', '--json']);
  assert.deepEqual(Object.keys(JSON.parse(stats.stdout) as object), ['host', 'version', 'files']);
  assert.match((await run(['stack', ...there, String(pid)])).stdout, /^box: # Thread Name: main/m);
  const poll = await run(['poll', 'jobs.accepted', ...there, '-c', '2', '-d', '0.1']);
  assert.deepEqual([poll.code, poll.stdout.match(/^box: /gm)?.length], [0, 3]);
  const none = await run(['ps', ...there, 'no such; $(touch x) `name`']);
  assert.deepEqual([none.code, none.stdout], [1, '']);
  assert.match(none.stderr, /^porthole: box: no process matches no such; \$\(touch x\) `name`;/);
});

test('every tab answers for a process of another machine: source lines, values of a frame, async, hot, stalls', {
  skip,
}, async (t) => {
  const server = await startSshd(t);
  const { folder, pid } = await startAnswering(t, 'keeps-at-it', { env: { PORTHOLE_STALL_MS: '200' } });
  const screen = openScreen(t, server, ['--dir', folder, '--host', 'box', '--remote-command', remoteCommand]);
  const row = await screen.until('the row of the other machine', (lines) => findText(lines, `${pid} box:`));
  screen.click(row.column, row.row);
  await screen.until('its metrics', has('nodejs.heap'));
  screen.type('d');
  await screen.until('its function and variables', has("customer: 'ada'"));
  screen.type('\r');
  await screen.until('its source, from there', has('│ function packOrder('));
  const order = await screen.until('a variable', (lines) => findText(lines, '▸ order: {id: 7, shelf: Array(1)}'));
  screen.click(order.column, order.row);
  await screen.until('what is in it', (lines) => findText(lines, '▸ shelf: '));
  screen.type('5');
  await screen.until(
    'what it holds open',
    (lines) => lines.some((line) => /In flight\].*box:/.test(line)) && has('stdout')(lines),
  );
  screen.type('7');
  await screen.until('its hot function', has('packOrder'));
  screen.type('6');
  await screen.until('the price', has('? Hold box:'));
  screen.type('n');
  await screen.until('nothing is done', has('nothing was asked of it'));
  screen.type('8');
  await screen.until('its stalls', (lines) => lines.some((line) => /\[8 Stalls\].*box:/.test(line)));
  screen.type('q');
  assert.equal((await screen.ended).code, 0);
});

test('what other machines run is recorded with their name and moment, and a machine that is not reached is said', {
  skip,
}, async (t) => {
  const { env } = await startSshd(t);
  const { folder, pid } = await startInspected(t, 'works');
  const file = join(temporaryFolder(t), 'night.porthole');
  const there = ['--host', 'box', '--host', 'keyless', '--remote-command', remoteCommand];
  const recorder = startPorthole(t, ['record', file, '--dir', folder, '--every', '0.1', ...there], { env });
  const isRemote = ({ target }: TargetSample): boolean => target.host === 'box' && target.pid === pid;
  await until('its samples', () => {
    const samples = existsSync(file) ? samplesIn(readItems(file)) : [];
    return (
      samples.filter(({ targets }) => targets.some(isRemote)).length > 3 && /keyless: /.test(recorder.output().stderr)
    );
  });
  recorder.child.kill('SIGTERM');
  assert.equal((await recorder.ended).code, 0);
  const last = samplesIn(readItems(file)).at(-1);
  assert.ok((last?.targets.find(isRemote)?.at?.atMs ?? Number.POSITIVE_INFINITY) <= (last?.atMs ?? 0));
  assert.deepEqual(
    last?.hosts?.map(({ host, state }) => [host, state]),
    [
      ['box', 'live'],
      ['keyless', 'connecting'],
    ],
  );
  const screen = openScreen(t, { env }, ['open', file]);
  const row = await screen.until('the row of the other machine', (lines) => findText(lines, `${pid} box:`));
  screen.click(row.column, row.row);
  await screen.until('its metrics', has('jobs.done'));
  screen.type('q');
  await screen.ended;
});

function readersOn(folder: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      return words.includes('remote-reader') && words.includes(folder);
    } catch {
      return false;
    }
  });
}
