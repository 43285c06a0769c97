import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { listStats, readFields, startAnswering, startInspected } from '../support/agent.js';
import { startProgram } from '../support/program.js';
import { fixtureProgram } from '../support/project.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

test('a program with the agent prints nothing more, ends by itself, and leaves nothing behind', async (t) => {
  const program = await startInspected(t, 'ends');
  assert.deepEqual(await program.ended, { code: 0, signal: null });
  assert.deepEqual(program.output(), { stdout: 'READY\n', stderr: '' });
  assert.deepEqual(readdirSync(program.folder), []);
});

test('the stats file and the socket are for their owner only', async (t) => {
  const program = await startAnswering(t, 'idle');
  const [statsFile = ''] = listStats(program.folder);
  assert.deepEqual(
    [statsFile, program.socket].map((path) => statSync(path).mode & 0o777),
    [0o600, 0o600],
  );
});

test('the stats file tells who the process is', async (t) => {
  const program = await startInspected(t, 'idle');
  const fields = readFields(program.folder);
  const values = ['sys.pid', 'sys.tid', 'sys.uid', 'org.nodejs.version', 'org.porthole.name'].map((label) => {
    return fields.get(label)?.value;
  });
  assert.deepEqual(values, [program.pid, program.pid, process.getuid?.(), process.version, 'porthole/idle.js']);
});

test('the heartbeat and the runtime samples go on', async (t) => {
  const program = await startInspected(t, 'idle');
  const beat = readFields(program.folder).get('org.porthole.heartbeat')?.value ?? 0;
  await until('the next beat', () => (readFields(program.folder).get('org.porthole.heartbeat')?.value ?? 0) > beat);
  await until('a sample of the event loop', () => readFields(program.folder).has('nodejs.eventloop.lag.p99'));
});

test('metrics of an application are in the file, those from before the start too', async (t) => {
  const program = await startInspected(t, 'counts', { args: ['1000'] });
  const fields = readFields(program.folder);
  assert.deepEqual(fields.get('metric.999'), {
    label: 'metric.999',
    value: 999,
    type: 'Q',
    kind: 'counter',
    unit: 'things',
    help: 'one of many',
  });
  assert.deepEqual([fields.get('temperature')?.value, fields.get('release')?.value], [21.5, 'v1.2.3']);
});

test('the files of a process that was killed stay', async (t) => {
  const program = await startAnswering(t, 'idle');
  program.child.kill('SIGKILL');
  await program.ended;
  assert.equal(readFields(program.folder).get('sys.pid')?.value, program.pid);
  assert.equal(readdirSync(program.folder).length, 2);
});

test('the stats file of a program that crashes stays', async (t) => {
  const program = await startInspected(t, 'crashes');
  assert.equal((await program.ended).code, 1);
  assert.equal(listStats(program.folder).length, 1);
});

test('the stats file of a program that crashes says by which error', async (t) => {
  const program = await startInspected(t, 'crashes');
  await program.ended;
  assert.equal(readFields(program.folder).get('org.porthole.fatal_error')?.value, 'Error: this program crashes');
});

test('a second start does nothing and returns the same', async (t) => {
  const program = await startInspected(t, 'starts-twice');
  assert.equal(await program.line('READY'), 'READY true');
  assert.equal(listStats(program.folder).length, 1);
});

test('the agent starts without its console in a thread of the application, in a file of that thread', async (t) => {
  const program = await startInspected(t, 'has-a-worker');
  assert.equal(listStats(program.folder).length, 2);
  assert.equal((await program.ended).code, 0);
  assert.deepEqual(readdirSync(program.folder), []);
  assert.equal(program.output().stderr, '');
});

test('an unsafe folder gives one warning, and the program keeps its exit code', async (t) => {
  const parent = temporaryFolder(t);
  mkdirSync(join(parent, 'real'));
  symlinkSync(join(parent, 'real'), join(parent, 'link'));
  const program = await startInspected(t, 'exits-with-3', { env: { PORTHOLE_DIR: join(parent, 'link') } });
  assert.equal((await program.ended).code, 3);
  assert.equal(program.output().stderr.match(/PortholeWarning/g)?.length, 1);
  assert.match(program.output().stderr, /link is a symbolic link/);
});

test('a socket path that is too long gives one warning, and the stats file is written', async (t) => {
  const folder = join(temporaryFolder(t), 'x'.repeat(100));
  const program = await startInspected(t, 'idle', { env: { PORTHOLE_DIR: folder } });
  assert.equal(readFields(folder).get('sys.pid')?.value, program.pid);
  program.child.stdin?.end();
  assert.equal((await program.ended).code, 0);
  assert.equal(program.output().stderr.match(/PortholeWarning/g)?.length, 1);
  assert.match(program.output().stderr, /has \d+ bytes, and the kernel takes 1\d\d: set PORTHOLE_DIR/);
});

test('a program that may load no addons has its values copied to the file', async (t) => {
  const program = await startAnswering(t, 'counts', { flags: ['--no-addons'] });
  await until('the metrics are copied', () => readFields(program.folder).get('temperature')?.value === 21.5);
  program.child.stdin?.end();
  assert.equal((await program.ended).code, 0);
  assert.deepEqual([program.output().stderr, readdirSync(program.folder)], ['', []]);
});

test('a program that may do nothing at all gets one warning and runs on', async (t) => {
  const permission = process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission';
  const program = startProgram(t, [
    permission,
    '--allow-fs-read=*',
    '--import',
    new URL('../../src/register.js', import.meta.url).href,
    fixtureProgram('exits-with-3'),
  ]);
  assert.equal((await program.ended).code, 3);
  assert.equal(program.output().stderr.match(/PortholeWarning/g)?.length, 1);
});
