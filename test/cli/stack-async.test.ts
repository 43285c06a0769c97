import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseAsyncDump } from '../../src/format/async-dump.js';
import { parseStackDump } from '../../src/format/stack-dump.js';
import { registerModule, startAnswering } from '../support/agent.js';
import { runPorthole } from '../support/command.js';
import { startProgram } from '../support/program.js';
import { projectFolder } from '../support/project.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

test('stack --async shows the query that a service waits for', async (t) => {
  const folder = temporaryFolder(t);
  const program = join(projectFolder, 'dist/src/demo/slow-query.js');
  const service = startProgram(t, ['--import', registerModule, program], { env: { PORTHOLE_DIR: folder } });
  await service.line('READY');
  const { stdout, stderr } = await until('it can be asked', async () => {
    const result = await runPorthole(t, ['stack', '--dir', folder, '--async', '--force', String(service.pid)]);
    return result.code === 0 && result;
  });
  assert.match(stderr, /^porthole: .* a heap of .*: it will stand still for about .*, and need about .* of memory$/m);
  assert.match(stdout, /^# Thread Name: main /m);
  assert.match(stdout, /^# Async Stack: loadReport, \d+ waiting\n.* in loadReport\n.* in query$/m);
  assert.match(stdout, /^ {2}sql: 'SELECT pg_sleep\(15\) /m);
});

test('stack --async --json is the dump with its async stacks on one line', async (t) => {
  const program = await startAnswering(t, 'awaits');
  const { stdout } = await runPorthole(t, ['stack', '--dir', program.folder, '--async', '--force', '--json']);
  const value = JSON.parse(stdout) as { readonly async?: unknown };
  assert.equal(parseStackDump(value)?.pid, program.pid);
  assert.ok((parseAsyncDump(value.async)?.suspended ?? 0) >= 9);
});

test('stack --async is refused when it costs too much, and says what forces it', async (t) => {
  const env = { PORTHOLE_ASYNC_MAX_PAUSE_MS: '1' };
  const { folder } = await startAnswering(t, 'awaits', { env });
  const { code, stdout, stderr } = await runPorthole(t, ['stack', '--dir', folder, '--async']);
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, /no async dump: the program would stand still for about .*; --force takes it all the same$/m);
});
