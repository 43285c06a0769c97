import assert from 'node:assert/strict';
import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { StatsFile } from '../../src/agent/stats-file.js';
import { decodeStats } from '../../src/format/stats-decode.js';
import {
  type Fields,
  type Inspected,
  listStats,
  readAllFields,
  registerModule,
  startInspected,
} from '../support/agent.js';
import { startProgram } from '../support/program.js';
import { fixtureProgram, projectFolder } from '../support/project.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

test('a thread of another environment has its file beside that of the main thread, under the same name', async (t) => {
  const program = await startInspected(t, 'has-threads', { args: ['bare'] });
  const files = readAllFields(program.folder);
  assert.deepEqual(
    files.map((file) => [file.get('sys.pid')?.value, file.get('org.porthole.name')?.value]),
    Array.from({ length: 2 }, () => [program.pid, 'porthole/has-threads.js']),
  );
  assert.equal(new Set(files.map((file) => file.get('sys.tid')?.value)).size, 2);
});

for (const order of ['exit', 'terminate', 'throw']) {
  test(`the file of a thread that was told to ${order} goes while the program runs on`, async (t) => {
    const program = await startInspected(t, 'has-threads');
    assert.equal(listStats(program.folder).length, 2);
    program.child.stdin?.write(`${order}\n`);
    await program.line('ENDED');
    const [left] = await until('one file is left', () => onlyFile(program));
    assert.equal(left?.get('sys.tid')?.value, program.pid);
    await until(
      'no thread is counted',
      () => readAllFields(program.folder)[0]?.get('nodejs.worker.threads')?.value === 0,
    );
    assert.equal(readAllFields(program.folder)[0]?.get('nodejs.worker.threads.started')?.value, 1);
  });
}

test('the agent comes to threads, cluster workers and forked children through NODE_OPTIONS too', async (t) => {
  for (const [fixture, fileCount] of [
    ['has-threads', 2],
    ['is-clustered', 3],
    ['forks', 2],
  ] as const) {
    const folder = temporaryFolder(t);
    const env = { PORTHOLE_DIR: folder, NODE_OPTIONS: `--import ${registerModule}` };
    const program = startProgram(t, [fixtureProgram(fixture)], { env });
    await program.line('READY');
    assert.equal(listStats(folder).length, fileCount, fixture);
    program.child.stdin?.end();
    await program.ended;
    await until('all have left', () => listStats(folder).length === 0);
    assert.equal(program.output().stderr, '');
  }
});

test('the workers of a cluster are told apart by their number', async (t) => {
  const program = await startInspected(t, 'is-clustered');
  assert.deepEqual(
    readAllFields(program.folder)
      .map((file) => file.get('org.porthole.name')?.value)
      .toSorted((a, b) => String(a).localeCompare(String(b))),
    ['porthole/is-clustered.js', 'porthole/is-clustered.js#1', 'porthole/is-clustered.js#2'],
  );
});

test('a forked child has a file of its own, under the name of its script', async (t) => {
  const program = await startInspected(t, 'forks');
  const childPid = Number((await program.line('READY')).split(' ')[1]);
  const names = readAllFields(program.folder).map((file) => [
    file.get('sys.pid')?.value,
    file.get('org.porthole.name')?.value,
  ]);
  assert.deepEqual(
    new Map(names as [number, string][]),
    new Map([
      [program.pid, 'porthole/forks.js'],
      [childPid, 'porthole/idle.js'],
    ]),
  );
});

test('two copies of the package in one thread write one file', async (t) => {
  const copy = temporaryFolder(t);
  cpSync(join(projectFolder, 'dist/src'), join(copy, 'dist/src'), { recursive: true });
  cpSync(join(projectFolder, 'package.json'), join(copy, 'package.json'));
  symlinkSync(join(projectFolder, 'node_modules'), join(copy, 'node_modules'));
  const program = await startInspected(t, 'starts-two-copies', {
    args: [pathToFileURL(join(copy, 'dist/src/index.js')).href],
  });
  const [path] = listStats(program.folder);
  assert.equal(await program.line('READY'), `READY ${path}`);
  assert.equal(readAllFields(program.folder)[0]?.get('of.the.copy')?.value, 7);
});

test('a thread that gets the id of one that is gone starts a file of its own, into which the former cannot write', (t) => {
  const path = join(temporaryFolder(t), 'x-1-2.mmstats');
  const meta = { name: 'a', kind: 'gauge', unit: undefined, help: undefined } as const;
  const former = StatsFile.create(path);
  const slot = former.add(meta, 'd', new Uint8Array(8));
  const latter = StatsFile.create(path);
  latter.add(meta, 'd', new Uint8Array(8));
  latter.publish();
  assert.ok(slot);
  new Float64Array(slot.buffer, slot.offset, 1)[0] = 13;
  former.publish();
  assert.equal(decodeStats(readFileSync(path)).fields.find(({ label }) => label === 'a')?.value, 0);
});

function onlyFile({ folder }: Inspected): readonly Fields[] | false {
  return listStats(folder).length === 1 && readAllFields(folder);
}
