import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseStackDump } from '../../src/format/stack-dump.js';
import { startAnswering } from '../support/agent.js';
import { runPorthole } from '../support/command.js';
import { startProgram } from '../support/program.js';
import { neighbourProgram, skipWithoutNeighbours } from '../support/python.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

test('stack prints the stack of a busy process with its local variables', async (t) => {
  const program = await startAnswering(t, 'busy-loop');
  // A dump may catch the function at its first statement, when its variables have no values yet.
  const { code, stdout, stderr } = await until('its variables have values', async () => {
    const result = await runPorthole(t, ['stack', '--dir', program.folder]);
    return !result.stdout.includes('customer: undefined') && result;
  });
  assert.deepEqual([code, stderr], [0, '']);
  assert.match(stdout, new RegExp(`^\\*\\*\\*\\* ${program.socket} \\(.*, pid ${program.pid}, node v`));
  assert.match(stdout, /^# Thread Name: main \(running\), ThreadID: \d+$/m);
  assert.match(stdout, /^ {2}File ".*busy-loop\.ts", line \d+, in chewOrder$/m);
  assert.match(stdout, /^ {2}customer: 'ada'$/m);
});

test('stack --json is the whole dump on one line', async (t) => {
  const program = await startAnswering(t, 'idle');
  const { stdout } = await runPorthole(t, ['stack', '--dir', program.folder, '--json']);
  const dump = parseStackDump(JSON.parse(stdout));
  assert.deepEqual([dump?.pid, dump?.threads[0]?.state], [program.pid, 'idle']);
});

test('stack --no-locals shows no local variable', async (t) => {
  const program = await startAnswering(t, 'busy-loop');
  const { stdout } = await runPorthole(t, ['stack', '--dir', program.folder, '--no-locals']);
  assert.match(stdout, /in chewOrder$/m);
  assert.doesNotMatch(stdout, /customer|ada/);
});

test('stack prints what a Python process with socketconsole says', { skip: skipWithoutNeighbours }, async (t) => {
  const folder = temporaryFolder(t);
  const python = startProgram(t, [neighbourProgram('socketconsole_dumper'), folder], { command: 'python3' });
  await python.line('READY');
  const { code, stdout } = await runPorthole(t, ['stack', '--dir', folder]);
  assert.equal(code, 0);
  assert.match(stdout, /^# Thread Name: MainThread, ThreadID: \d+$/m);
  assert.match(stdout, /^ {2}nested: \{'k': \[1, 2, 3\]\}$/m);
});

test('a socket with nobody behind it costs one line and exit code 1', async (t) => {
  const folder = temporaryFolder(t);
  const program = await startAnswering(t, 'idle', { env: { PORTHOLE_DIR: folder } });
  program.child.kill('SIGKILL');
  await program.ended;
  const { code, stdout, stderr } = await runPorthole(t, ['stack', '--dir', folder]);
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, /^porthole: nothing to ask: .*\n$/);
});
