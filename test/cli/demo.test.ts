import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listStats } from '../support/agent.js';
import { runPorthole, startPorthole } from '../support/command.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

test('without a terminal the demo prints one snapshot of its fleet and ends with 0', async (t) => {
  const folder = temporaryFolder(t);
  const { code, stdout, stderr } = await runPorthole(t, ['demo'], { env: { PORTHOLE_DIR: folder } });
  assert.deepEqual([code, stderr], [0, '']);
  for (const name of ['web', 'worker-pool', 'staller', 'slow-query', 'counter']) {
    assert.match(stdout, new RegExp(`^ *\\d+ +porthole/${name}\\.js `, 'm'));
  }
  assert.match(stdout, /^ {2}http\.requests +\d+$/m);
  assert.deepEqual(listStats(folder), []);
});

test('demo --no-screen says READY for each program and leaves none behind when it is stopped', async (t) => {
  const folder = temporaryFolder(t);
  const demo = startPorthole(t, ['demo', '--no-screen'], { env: { PORTHOLE_DIR: folder } });
  await demo.line('READY');
  demo.child.kill('SIGTERM');
  const { code } = await demo.ended;
  const lines = demo.output().stdout.trimEnd().split('\n');
  assert.equal(code, 0);
  assert.deepEqual(
    lines.map((line) => line.replace(/\d+/, 'PID')),
    ['web', 'worker-pool', 'staller', 'slow-query', 'counter'].map((name) => `READY PID ${name}`),
  );
  for (const line of lines) assert.throws(() => process.kill(Number(line.split(' ')[1]), 0), { code: 'ESRCH' });
});

test('the demo’s staller has stalls, and its query is in flight', async (t) => {
  const env = { PORTHOLE_DIR: temporaryFolder(t) };
  const demo = startPorthole(t, ['demo', '--no-screen'], { env });
  await demo.line('READY');
  const stalls = await until('a stall', async () => {
    const { stdout } = await runPorthole(t, ['stack', '--stalls', '*staller*'], { env });
    return stdout.includes('# Stall: ') && stdout;
  });
  assert.match(stalls, /^ {4}resizeImage \(/m);
  const { stdout } = await runPorthole(t, ['stack', '*slow-query*'], { env });
  assert.match(stdout, /query SELECT pg_sleep\(15\) \/\* daily \*\/, begun at loadReport \(/);
  demo.child.kill('SIGTERM');
  await demo.ended;
});

test('demo --seconds ends by itself', async (t) => {
  const env = { PORTHOLE_DIR: temporaryFolder(t) };
  const { code } = await runPorthole(t, ['demo', '--no-screen', '--seconds', '0.1'], { env });
  assert.equal(code, 0);
});
