import assert from 'node:assert/strict';
import { chmodSync, chownSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readMonotonicMs } from '../../src/source/clock.js';
import { discover } from '../../src/source/discover.js';
import { FolderListings, type Listing } from '../../src/source/list-place.js';
import { placeAt } from '../../src/source/places.js';
import { readProcess } from '../../src/source/process-info.js';
import { startProgram } from '../support/program.js';
import { agentFields, writeStatsFile } from '../support/stats-file.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const NEVER_A_PID = 4_194_305;
const OTHER_UID = 12_345;
const isRoot = process.getuid?.() === 0;
const skipUnlessRoot = isRoot ? false : 'only root can give a file away';
const skipWithoutTicks = process.platform === 'linux' ? false : 'this system counts no start ticks';

function startTicksOf(pid: number): number | undefined {
  const look = readProcess(pid);
  return 'startTicks' in look ? look.startTicks : undefined;
}

function list(...folders: readonly string[]): Listing {
  return new FolderListings().list(folders.map(placeAt));
}

/** A socket at which somebody listens until the test ends. */
async function bindSocket(t: TestContext, path: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(path, resolve);
  });
  t.after(() => server.close());
}

test('the files of all threads of a process, and its socket, make one target', async (t) => {
  const folder = temporaryFolder(t);
  const fields = agentFields({ name: 'shop', startTicks: startTicksOf(process.pid) });
  writeStatsFile(folder, `app-${process.pid}-${process.pid}.mmstats`, fields);
  writeStatsFile(folder, `app-${process.pid}-99999.mmstats`, [{ label: 'hits', value: 1 }]);
  await bindSocket(t, join(folder, `socketdumper-${process.pid}`));
  const targets = discover(list(folder));
  assert.equal(targets.length, 1);
  const [target] = targets;
  assert.equal(target?.target.pid, process.pid);
  assert.equal(target?.name, 'shop');
  assert.equal(target?.runtime, 'node');
  assert.equal(target?.state, 'live');
  assert.equal(target?.hasAgent, true);
  assert.equal(target?.socket, join(folder, `socketdumper-${process.pid}`));
  assert.deepEqual(
    target?.files.map(({ tid }) => tid),
    [process.pid, 99_999].toSorted((a, b) => a - b),
  );
});

test('a heartbeat that is old means that the event loop is blocked', (t) => {
  const folder = temporaryFolder(t);
  const heartbeatMs = readMonotonicMs() - 3200;
  writeStatsFile(folder, `app-${process.pid}-${process.pid}.mmstats`, agentFields({ name: 'shop', heartbeatMs }));
  const [target] = discover(list(folder));
  assert.equal(target?.state, 'stuck');
  assert.match(target?.stateReason ?? '', /^event loop blocked 3\.\d+ s$/);
});

for (const [what, heartbeatMs] of [
  ['a heartbeat of zero', 0],
  ['a heartbeat from the future', readMonotonicMs() + 1e9],
  ['a recent heartbeat', readMonotonicMs()],
] as const) {
  test(`${what} means nothing bad`, (t) => {
    const folder = temporaryFolder(t);
    writeStatsFile(folder, `app-${process.pid}-${process.pid}.mmstats`, agentFields({ name: 'shop', heartbeatMs }));
    assert.equal(discover(list(folder))[0]?.state, 'live');
  });
}

test('a stopped process is stuck, and its reason says what continues it', { skip: skipWithoutTicks }, async (t) => {
  const folder = temporaryFolder(t);
  const program = startProgram(t, ['-e', 'process.stdout.write("READY\\n"); setInterval(() => {}, 1e6)']);
  await program.line('READY');
  writeStatsFile(folder, `app-${program.pid}-${program.pid}.mmstats`, agentFields({ name: 'shop' }));
  program.child.kill('SIGSTOP');
  let [target] = discover(list(folder));
  while (target?.state === 'live') [target] = discover(list(folder));
  assert.equal(target?.stateReason, `stopped by a signal: kill -CONT ${program.pid} continues it`);
});

test('a process that dies is found ended with the values it had', async (t) => {
  const folder = temporaryFolder(t);
  const program = startProgram(t, ['-e', 'process.stdout.write("READY\\n"); setInterval(() => {}, 1e6)']);
  await program.line('READY');
  const startTicks = startTicksOf(program.pid);
  const fields = [...agentFields({ name: 'shop', startTicks }), { label: 'hits', value: 7 }];
  writeStatsFile(folder, `app-${program.pid}-${program.pid}.mmstats`, fields);
  assert.equal(discover(list(folder))[0]?.state, 'live');
  program.child.kill('SIGKILL');
  await program.ended;
  const [target] = discover(list(folder));
  assert.equal(target?.state, 'ended');
  assert.equal(
    target?.stateReason,
    `ended by a signal or a crash of native code; its files remain (pid ${program.pid} is gone)`,
  );
  assert.deepEqual(target?.target, { pid: program.pid, startTicks });
  assert.equal(target?.process, undefined);
  assert.equal(target?.files[0]?.snapshot?.fields.find(({ label }) => label === 'hits')?.value, 7);
});

test('looking at a process while it dies never throws', async (t) => {
  const folder = temporaryFolder(t);
  const program = startProgram(t, ['-e', 'process.stdout.write("READY\\n"); setInterval(() => {}, 1e6)']);
  await program.line('READY');
  writeStatsFile(folder, `app-${program.pid}-${program.pid}.mmstats`, agentFields({ name: 'shop' }));
  program.child.kill('SIGKILL');
  const states = new Set<string | undefined>();
  while (!states.has('ended')) states.add(discover(list(folder))[0]?.state);
  states.delete('live');
  assert.deepEqual([...states], ['ended']);
});

test('a file whose start time is another belongs to an earlier process of the pid', { skip: skipWithoutTicks }, (t) => {
  const folder = temporaryFolder(t);
  writeStatsFile(folder, `old-${process.pid}-${process.pid}.mmstats`, agentFields({ name: 'old', startTicks: 1 }));
  writeStatsFile(folder, `new-${process.pid}-${process.pid}.mmstats`, agentFields({ name: 'new' }));
  const targets = discover(list(folder));
  const told = targets.map(({ name, state, stateReason }) => [name, state, stateReason]);
  assert.deepEqual(
    told.toSorted(([a = ''], [b = '']) => a.localeCompare(b)),
    [
      ['new', 'live', undefined],
      ['old', 'ended', `pid ${process.pid} is another process now`],
    ],
  );
});

test('a file that is older than the process of its pid belongs to an earlier one', (t) => {
  const folder = temporaryFolder(t);
  const path = writeStatsFile(folder, `old-${process.pid}-${process.pid}.mmstats`, [{ label: 'hits', value: 1 }]);
  utimesSync(path, 1, 1);
  assert.equal(discover(list(folder))[0]?.stateReason, `pid ${process.pid} is another process now`);
});

test('a socket of a pid that is gone is an ended process', async (t) => {
  const folder = temporaryFolder(t);
  await bindSocket(t, join(folder, `socketdumper-${NEVER_A_PID}`));
  const [target] = discover(list(folder));
  assert.equal(target?.stateReason, `ended; its socket remains (pid ${NEVER_A_PID} is gone)`);
});

test('a regular file with the name of a socket is none', (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, `socketdumper-${process.pid}`), '');
  assert.deepEqual(discover(list(folder)), []);
});

test('the pid stands in a field where the name says nothing', (t) => {
  const folder = temporaryFolder(t);
  writeStatsFile(folder, 'custom.mmstats', [{ label: 'app.sys.pid', value: process.pid }]);
  assert.equal(discover(list(folder))[0]?.target.pid, process.pid);
});

test('the name of a file is believed more than its field', (t) => {
  const folder = temporaryFolder(t);
  writeStatsFile(folder, `fork-${process.pid}-${process.pid}.mmstats`, [{ label: 'sys.pid', value: NEVER_A_PID }]);
  assert.equal(discover(list(folder))[0]?.target.pid, process.pid);
});

test('two files that do not say whose they are make two targets', (t) => {
  const folder = temporaryFolder(t);
  writeStatsFile(folder, 'a.mmstats', [{ label: 'hits', value: 1 }]);
  writeFileSync(join(folder, 'b.mmstats'), 'garbage');
  const targets = discover(list(folder));
  assert.deepEqual(
    targets.map(({ name, state }) => [name, state]),
    [
      ['a.mmstats', 'unreadable'],
      ['b.mmstats', 'unreadable'],
    ],
  );
  assert.match(targets[0]?.stateReason ?? '', /neither its name nor a field says which process writes it/);
});

test('a living process whose file is garbage is unreadable, and the reason names the file', (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, `app-${process.pid}-1.mmstats`), '');
  const [target] = discover(list(folder));
  assert.equal(target?.state, 'unreadable');
  assert.match(target?.stateReason ?? '', /app-\d+-1\.mmstats: empty file/);
});

test('a folder that is reached by two ways is searched once', (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'real'));
  symlinkSync('real', join(folder, 'link'));
  writeStatsFile(join(folder, 'real'), `app-${process.pid}-${process.pid}.mmstats`, agentFields({ name: 'shop' }));
  const listing = list(join(folder, 'real'), join(folder, 'link'), join(folder, 'none'));
  assert.deepEqual(
    listing.searched.map(({ outcome }) => outcome),
    ['read', 'absent'],
  );
  assert.equal(discover(listing)[0]?.files.length, 1);
});

test('what another user keeps to himself is named with its owner and the cure', { skip: skipUnlessRoot }, async (t) => {
  const folder = temporaryFolder(t);
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'closed'), { mode: 0o700 });
  const path = writeStatsFile(folder, `app-${process.pid}-${process.pid}.mmstats`, agentFields({ name: 'shop' }));
  chmodSync(path, 0o600);
  chownSync(path, OTHER_UID + 1, OTHER_UID + 1);
  const url = new URL('../../src/source/', import.meta.url);
  const script = `
    process.setgid(${OTHER_UID}); process.setuid(${OTHER_UID});
    const { discover } = await import('${new URL('discover.js', url).href}');
    const { FolderListings } = await import('${new URL('list-place.js', url).href}');
    const { placeAt } = await import('${new URL('places.js', url).href}');
    const listing = new FolderListings().list(['${folder}', '${folder}/closed'].map(placeAt));
    const found = discover(listing);
    console.log('FOUND ' + JSON.stringify([found[0].state, found[0].stateReason, listing.searched[1].reason]));`;
  const program = startProgram(t, ['--input-type=module', '-e', script]);
  const found: unknown = JSON.parse((await program.line('FOUND')).slice(6));
  const you = `you are uid ${OTHER_UID}: sudo porthole`;
  assert.deepEqual(found, [
    'unreadable',
    `not permitted: ${path} is owned by uid ${OTHER_UID + 1}, ${you}, or sudo -u '#${OTHER_UID + 1}' porthole`,
    `not permitted: ${join(folder, 'closed')} is owned by root (uid 0), ${you}`,
  ]);
});
