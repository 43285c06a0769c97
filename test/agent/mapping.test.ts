import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Inspected, listStats, readFields, startInspected } from '../support/agent.js';
import { buildMmapIo } from '../support/mmap-io.js';
import { startProgram } from '../support/program.js';
import { projectFolder } from '../support/project.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

const skipWithoutProc = process.platform === 'linux' ? false : 'what a process has mapped is read from /proc';
const builtMmapIo = buildMmapIo();
const skipWithoutMmapIo = 'skipReason' in builtMmapIo ? builtMmapIo.skipReason : false;
const mmapIoModules = 'modules' in builtMmapIo ? builtMmapIo.modules : '';

for (const [mapping, isMapped, skip] of [
  ['koffi', true, false],
  ['mmap-io', true, skipWithoutMmapIo],
  ['shared', false, false],
] as const) {
  const env = { PORTHOLE_MAPPING: mapping, NODE_PATH: mmapIoModules };

  test(`a file grows under its metrics with the mapping ${mapping}`, { skip }, async (t) => {
    const program = await startInspected(t, 'outgrows', { env });
    await until('the last metric is in the file', () => readFields(program.folder).get('metric.1999')?.value === 1999);
    assert.equal(readFields(program.folder).get('first')?.value, 2);
    assert.ok(statSync(listStats(program.folder)[0] ?? '').size >= 512 * 1024);
  });

  test(`the file is ${isMapped ? '' : 'not '}mapped with the mapping ${mapping}`, {
    skip: skip || skipWithoutProc,
  }, async (t) => {
    const program = await startInspected(t, 'idle', { env });
    assert.equal(hasMapped(program), isMapped);
  });

  test(`a thread of the application has a file of its own with the mapping ${mapping}`, { skip }, async (t) => {
    const program = await startInspected(t, 'has-a-worker', { env });
    assert.equal(listStats(program.folder).length, 2);
    assert.deepEqual(await program.ended, { code: 0, signal: null });
    assert.equal(program.output().stderr, '');
  });
}

test('mmap-io is used where koffi is not installed', { skip: skipWithoutMmapIo || skipWithoutProc }, async (t) => {
  const program = await startWithModules(t, { 'mmap-io': mmapIoModules });
  assert.ok(hasMapped(program));
});

test('koffi comes before mmap-io where both are installed', {
  skip: skipWithoutMmapIo || skipWithoutProc,
}, async (t) => {
  const program = await startWithModules(t, {
    koffi: join(projectFolder, 'node_modules'),
    'mmap-io': mmapIoModules,
  });
  assert.match(readMaps(program), /koffi[^/]*\.node/);
  assert.doesNotMatch(readMaps(program), /mmap-io\.node/);
});

test('values are copied where no package that maps is installed', async (t) => {
  const program = await startWithModules(t, {});
  await until('the values are copied', () => readFields(program.folder).get('sys.pid')?.value === program.pid);
});

test('a program that may only write in the runtime folder has its values copied while it is busy', async (t) => {
  const folder = temporaryFolder(t);
  const permission = process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission';
  const flags = [permission, '--allow-fs-read=*', `--allow-fs-write=${folder}/*`, '--allow-worker'];
  const program = await startInspected(t, 'counts-for-ever', { flags, env: { PORTHOLE_DIR: folder } });
  const before = Number(readFields(folder).get('turns')?.value ?? 0);
  await until('a later value is copied', () => Number(readFields(folder).get('turns')?.value ?? 0) > before);
  assert.doesNotMatch(program.output().stderr, /PortholeWarning/);
});

test('a mapping that there is not gives one warning, and the program runs on', async (t) => {
  const program = await startInspected(t, 'exits-with-3', { env: { PORTHOLE_MAPPING: 'magic' } });
  assert.equal((await program.ended).code, 3);
  assert.match(program.output().stderr, /PORTHOLE_MAPPING is "magic", and can be one of koffi, mmap-io, shared/);
});

/** Starts an idle program with a copy of the built agent that finds these packages, each in a `node_modules`, and no other. */
async function startWithModules(t: TestContext, packages: Readonly<Record<string, string>>): Promise<Inspected> {
  const home = temporaryFolder(t);
  cpSync(join(projectFolder, 'dist/src'), join(home, 'dist/src'), { recursive: true });
  cpSync(join(projectFolder, 'package.json'), join(home, 'package.json'));
  mkdirSync(join(home, 'node_modules'));
  for (const [name, modules] of Object.entries(packages)) {
    symlinkSync(join(modules, name), join(home, 'node_modules', name));
  }
  cpSync(join(projectFolder, 'dist/test/fixtures/idle.js'), join(home, 'idle.js'));
  const folder = temporaryFolder(t);
  const args = ['--import', join(home, 'dist/src/register.js'), join(home, 'idle.js')];
  const program = startProgram(t, args, { env: { PORTHOLE_DIR: folder, NODE_PATH: undefined } });
  await program.line('READY');
  return { ...program, folder, socket: '' };
}

function hasMapped(program: Inspected): boolean {
  return readMaps(program).includes(listStats(program.folder)[0] ?? 'no file');
}

function readMaps({ pid }: Inspected): string {
  return readFileSync(`/proc/${pid}/maps`, 'utf8');
}
