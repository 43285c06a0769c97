import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { listStats, startAnswering } from '../support/agent.js';
import { runPorthole } from '../support/command.js';
import { writeStatsFile } from '../support/stats-file.js';
import { temporaryFolder } from '../support/temporary-folder.js';

test('clean removes what a killed process left, and nothing of a living one', async (t) => {
  const folder = temporaryFolder(t);
  const living = await startAnswering(t, 'idle', { env: { PORTHOLE_DIR: folder } });
  const dead = await startAnswering(t, 'idle', { env: { PORTHOLE_DIR: folder } });
  dead.child.kill('SIGKILL');
  await dead.ended;
  const [file = ''] = listStats(folder).filter((path) => path.includes(`-${dead.pid}-`));
  const { code, stdout, stderr } = await runPorthole(t, ['clean', '--dir', folder]);
  assert.deepEqual([code, stderr], [0, '']);
  assert.equal(
    stdout,
    `PID ${dead.pid} not found. Deleting ${file}\nPID ${dead.pid} not found. Deleting ${dead.socket}\nRemoved 2  -  1 alive\n`,
  );
  assert.deepEqual([existsSync(file), existsSync(dead.socket), existsSync(living.socket)], [false, false, true]);
});

test('clean --dry-run removes nothing', async (t) => {
  const folder = temporaryFolder(t);
  const path = writeStatsFile(folder, 'gone-2000000000-1.mmstats', []);
  const { stdout } = await runPorthole(t, ['clean', '--dry-run', '--dir', folder]);
  assert.equal(stdout, `PID 2000000000 not found. Would delete ${path}\nRemoved 0  -  0 alive\n`);
  assert.ok(existsSync(join(folder, 'gone-2000000000-1.mmstats')));
});
