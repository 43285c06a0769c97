import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listStats } from '../support/agent.js';
import { runPorthole, startPorthole } from '../support/command.js';
import { temporaryFolder } from '../support/temporary-folder.js';

test('run gives the program the agent and passes its exit code on', async (t) => {
  const env = { PORTHOLE_DIR: temporaryFolder(t) };
  const script = `const { readdirSync } = require('fs'); console.log(readdirSync(process.env.PORTHOLE_DIR).length); process.exit(7)`;
  const { code, stdout } = await runPorthole(t, ['run', '--', 'node', '-e', script], { env });
  assert.equal(code, 7);
  assert.ok(Number(stdout) >= 1, stdout);
});

test('run passes a signal on and ends as the program does', async (t) => {
  const folder = temporaryFolder(t);
  const script = `process.on('SIGTERM', () => process.exit(9)); setInterval(() => {}, 1e9); console.log('READY')`;
  const running = startPorthole(t, ['run', 'node', '-e', script], { env: { PORTHOLE_DIR: folder } });
  await running.line('READY');
  running.child.kill('SIGTERM');
  assert.equal((await running.ended).code, 9);
  assert.deepEqual(listStats(folder), []);
});

test('run of a command that is not there says so and ends with 1', async (t) => {
  const { code, stderr } = await runPorthole(t, ['run', 'no-such-command']);
  assert.deepEqual([code, stderr], [1, 'porthole: no-such-command: there is no such command\n']);
});
