import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { startAnswering, startInspected } from '../support/agent.js';
import { runPorthole } from '../support/command.js';
import { temporaryFolder } from '../support/temporary-folder.js';

interface PsAnswer {
  readonly version: number;
  readonly processes: readonly Readonly<Record<string, unknown>>[];
}

test('ps lists a process as JSON with the fields of the contract', async (t) => {
  const program = await startAnswering(t, 'idle');
  const { code, stdout } = await runPorthole(t, ['ps', '--json', '--dir', program.folder]);
  const { version, processes } = JSON.parse(stdout) as PsAnswer;
  const [found] = processes;
  assert.equal(code, 0);
  assert.equal(version, 1);
  assert.equal(found?.['pid'], program.pid);
  assert.equal(found?.['state'], 'live');
  assert.equal(found?.['hasAgent'], true);
  assert.equal(found?.['socket'], program.socket);
  for (const name of ['startedWallMs', 'cpuPercent', 'rssBytes', 'threads'])
    assert.equal(typeof found?.[name], 'number', name);
  assert.ok(Array.isArray(found?.['files']) && found['files'].length === 1);
});

test('ps prints a line a process under a line of titles', async (t) => {
  const program = await startAnswering(t, 'idle');
  const { stdout } = await runPorthole(t, ['ps', '--dir', program.folder]);
  const [titles = '', line = '', ...rest] = stdout.trimEnd().split('\n');
  assert.match(
    titles,
    /^ *PID {2}NAME +STATE +USER +UP +CPU +RSS +HEAP +DELAY +ELU +THREADS +AGENT +PORTS +MANAGED BY +FOLDER$/,
  );
  assert.match(line, new RegExp(`^ *${program.pid} .*\\bidle\\.js +live .* yes +\\S+ +.* +${program.folder}$`));
  assert.deepEqual(rest, []);
});

test('ps says that a process is stuck, and for how long', async (t) => {
  const fifo = join(temporaryFolder(t), 'fifo');
  execFileSync('mkfifo', [fifo]);
  const program = await startInspected(t, 'waits-in-read', { args: [fifo] });
  const stuck = async (): Promise<string> => {
    const { stdout } = await runPorthole(t, ['ps', '--dir', program.folder]);
    return stdout.includes(' stuck ') ? stdout : await stuck();
  };
  assert.match(await stuck(), new RegExp(`^${program.pid}: event loop blocked \\d`, 'm'));
});

test('ps of nothing says where it looked, prints nothing and ends with 1', async (t) => {
  const folder = temporaryFolder(t);
  const { code, stdout, stderr } = await runPorthole(t, ['ps', '--dir', folder, 'nobody']);
  assert.equal(code, 1);
  assert.equal(stdout, '');
  assert.match(
    stderr,
    new RegExp(`^porthole: no process matches nobody; looked in ${folder}\\. All that there is: porthole ps\\n$`),
  );
});

test('a wrong option ends with 2 and one line that names it', async (t) => {
  const { code, stdout, stderr } = await runPorthole(t, ['ps', '--jsno']);
  assert.deepEqual([code, stdout], [2, '']);
  assert.match(stderr, /^porthole: unknown option '--jsno'.*\n$/);
});

test('a wrong value of an option is one line that says what it takes', async (t) => {
  const { code, stderr } = await runPorthole(t, ['poll', 'hits', '--delay', '0']);
  assert.equal(code, 2);
  assert.equal(
    stderr,
    "porthole: option '-d, --delay <sec>' argument '0' is invalid: it takes a number of seconds above 0 (porthole --help shows what there is)\n",
  );
});

test('without a terminal, a target or command that is not there ends with 1', async (t) => {
  const { code, stdout, stderr } = await runPorthole(t, ['--dir', temporaryFolder(t), 'stak']);
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, /^porthole: no process matches stak; .*the commands: porthole --help\n$/);
});

test('a path that is not there ends with 1 and one line that names it', async (t) => {
  const { code, stderr } = await runPorthole(t, ['ps', '/nowhere/at/all']);
  assert.equal(code, 1);
  assert.match(stderr, /^porthole: \/nowhere\/at\/all: .*\n$/);
});

test('a target is chosen by pid, by name, by glob, by file, by socket and by folder', async (t) => {
  const program = await startAnswering(t, 'idle');
  const { stdout } = await runPorthole(t, ['ps', '--json', '--dir', program.folder]);
  const [found] = (JSON.parse(stdout) as PsAnswer).processes;
  const [file = ''] = (found?.['files'] ?? []) as readonly string[];
  const targets = [String(program.pid), String(found?.['name']), '*idle*', file, program.socket, program.folder];
  for (const target of targets) {
    const { code } = await runPorthole(t, ['ps', '--dir', program.folder, target]);
    assert.equal(code, 0, target);
  }
});
