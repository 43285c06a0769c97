import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseStackSamples } from '../../src/format/stack-samples.js';
import { askConsole, startAnswering } from '../support/agent.js';
import { runPorthole } from '../support/command.js';
import { temporaryFolder } from '../support/temporary-folder.js';

test('stack --samples says which functions run, and how often', async (t) => {
  const program = await startAnswering(t, 'busy-loop');
  const args = ['stack', '--dir', program.folder, '--samples', '30', '--interval', '2'];
  const { code, stdout, stderr } = await runPorthole(t, args);
  assert.deepEqual([code, stderr], [0, '']);
  assert.match(stdout, /^# Thread Name: main, ThreadID: 0, 30 samples$/m);
  assert.match(stdout, /^ +[\d.]+% +[\d.]+% {2}chewOrder \(.*busy-loop\.(?:js|ts)\)$/m);
  assert.match(stdout, /^# [\d.]+%, \d+ samples: running in /m);
});

test('stack --samples --json counts every look, the idle ones as such', async (t) => {
  const { folder } = await startAnswering(t, 'idle');
  const { stdout } = await runPorthole(t, ['stack', '--dir', folder, '--samples', '5', '--interval', '1', '--json']);
  const main = parseStackSamples(JSON.parse(stdout))?.threads.find(({ threadId }) => threadId === 0);
  const counted = main?.stacks.reduce((sum, { count }) => sum + count, 0);
  assert.deepEqual([main?.samples, counted, main?.stacks[0]?.state], [5, 5, 'idle']);
});

test('samples are bounded in number and time', async (t) => {
  const { socket, folder } = await startAnswering(t, 'idle');
  for (const query of ['count=0', 'count=10001', 'count=x', 'count=10000&interval=61']) {
    assert.equal((await askConsole(socket, `/samples?${query}`)).status, 400);
  }
  const { code, stderr } = await runPorthole(t, ['stack', '--dir', folder, '--samples', '10001']);
  assert.equal(code, 2);
  assert.match(stderr, /from 1 to 10000/);
});

test('stack --diff compares with a dump that was saved', async (t) => {
  const { folder } = await startAnswering(t, 'awaits');
  const file = join(temporaryFolder(t), 'before.json');
  const dump = ['stack', '--dir', folder, '--async', '--force'];
  writeFileSync(file, (await runPorthole(t, [...dump, '--json'])).stdout);
  const { code, stdout } = await runPorthole(t, [...dump, '--diff', file]);
  assert.equal(code, 0);
  assert.match(stdout, /^# Thread Name: main, unchanged\n {2}idle$/m);
  assert.match(stdout, /^# Async Stack: unchanged, 3 → 3 waiting$/m);
});

test('stack --diff with a file that is no dump is wrong usage', async (t) => {
  const { folder } = await startAnswering(t, 'idle');
  const file = join(temporaryFolder(t), 'other.json');
  writeFileSync(file, '{"version":1}\n');
  const { code, stdout, stderr } = await runPorthole(t, ['stack', '--dir', folder, '--diff', file]);
  assert.deepEqual([code, stdout], [2, '']);
  assert.match(stderr, /no stack dump; write one with porthole stack --json/);
});
