import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { checkAttachable } from '../../src/source/attach-facts.js';
import { listListeners } from '../../src/source/attach-port.js';
import { readSignalOwner } from '../../src/source/attach-signal-owner.js';
import { runPorthole } from '../support/command.js';
import { type Program, startProgram } from '../support/program.js';
import { fixtureProgram } from '../support/project.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

const skip = process.platform === 'linux' ? false : 'processes are attached to on Linux only';
const major = Number(process.versions.node.split('.')[0]);
const isRoot = process.getuid?.() === 0;

const REFUSALS: readonly (readonly [what: string, fixture: string, flags: readonly string[], reason: RegExp])[] = [
  ['has a handler of its own for SIGUSR1', 'uses-the-signal', [], /has a handler of its own for SIGUSR1/],
  ['was started with --inspect', 'idle', ['--inspect=0'], /runs with --inspect=0: its inspector is somebody else’s/],
  [
    'has opened its inspector',
    'opens-its-inspector',
    [],
    /inspector is open already, on 127\.0\.0\.1:9229: close that first/,
  ],
  [
    'runs under the permission model',
    'idle',
    [major < 23 ? '--experimental-permission' : '--permission', '--allow-fs-read=*'],
    /runs with --permission, which lets no inspector in/,
  ],
];

for (const [what, fixture, flags, reason] of REFUSALS) {
  test(`a program that ${what} is left alone, and it is said why`, { skip }, async (t) => {
    const program = startProgram(t, [...flags, fixtureProgram(fixture)]);
    await program.line('READY');
    await expectRefusal(t, program, reason);
  });
}

test('a program that takes no SIGUSR1 is left alone', {
  skip: skip || (major < 24 && 'no --disable-sigusr1'),
}, async (t) => {
  const program = startProgram(t, ['--disable-sigusr1', fixtureProgram('idle')]);
  await program.line('READY');
  await expectRefusal(t, program, /takes no SIGUSR1/);
});

test('a program that has given up its handler would die of the signal, and is left alone', { skip }, async (t) => {
  const code =
    'process.on("SIGUSR1", () => 0).removeAllListeners("SIGUSR1"); setInterval(() => 0, 1e6); console.log("READY")';
  const program = startProgram(t, ['-e', code]);
  await program.line('READY');
  await expectRefusal(t, program, /SIGUSR1 would kill it/);
});

test('a process that is not Node is left alone', { skip }, async (t) => {
  const program = startProgram(t, ['60'], { command: 'sleep' });
  const { code, stderr } = await runPorthole(t, ['attach', String(program.pid)]);
  assert.deepEqual([code, stderr], [1, `porthole: pid ${program.pid}: not attached: it is not a Node process\n`]);
  assert.throws(() => checkAttachable(program.pid, true), /SIGUSR1 would kill it/);
});

test('a process that is stopped is left alone', { skip }, async (t) => {
  const program = startProgram(t, [fixtureProgram('idle')]);
  await program.line('READY');
  program.child.kill('SIGSTOP');
  await until('it is stopped', () =>
    execFileSync('ps', ['-o', 'stat=', '-p', String(program.pid)])
      .toString()
      .startsWith('T'),
  );
  await expectRefusal(t, program, /stopped by a signal: kill -CONT \d+ continues it/);
});

test('another user’s process is named as such, with the cure', {
  skip: skip || (!isRoot && 'only root has other users'),
}, async (t) => {
  const program = startProgram(t, [fixtureProgram('idle')]);
  await program.line('READY');
  const script = join(temporaryFolder(t), 'check.mjs');
  const module = new URL('../../src/source/attach-facts.js', import.meta.url).href;
  writeFileSync(
    script,
    `import { checkAttachable } from ${JSON.stringify(module)};
    process.setuid(65534);
    try { checkAttachable(${program.pid}, false); } catch (error) { console.log(error.message); }`,
  );
  const { stdout } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  assert.equal(stdout, 'it is owned by uid 0, you are uid 65534: run as that user or root\n');
});

test('without the right to read its memory a process is attached to only by force', {
  skip: skip || (!isRoot && 'root sets the right'),
}, async (t) => {
  const script = join(temporaryFolder(t), 'check.mjs');
  const module = new URL('../../src/source/attach-signal-owner.js', import.meta.url).href;
  const program = startProgram(t, [fixtureProgram('idle')]);
  await program.line('READY');
  writeFileSync(
    script,
    `import { readSignalOwner } from ${JSON.stringify(module)};
    process.setuid(65534);
    console.log(JSON.stringify(readSignalOwner(${program.pid}, 10)));`,
  );
  const { stdout } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  assert.deepEqual(JSON.parse(stdout), { owner: 'unknown', reason: 'its memory may not be read by you' });
  assert.deepEqual(readSignalOwner(program.pid, 10), { owner: 'node', reason: '' });
});

const skipWithoutNamespaces =
  skip || (spawnSync('unshare', ['--net', 'true']).status !== 0 && 'a network namespace may not be made here');

test('a process in another network is left alone, and the way in is named', {
  skip: skipWithoutNamespaces,
}, async (t) => {
  const folder = temporaryFolder(t);
  const line = 'ip link set lo up 2>/dev/null; exec "$0" "$@"';
  const program = startProgram(t, ['--net', 'sh', '-c', line, process.execPath, fixtureProgram('idle')], {
    command: 'unshare',
    env: { PORTHOLE_DIR: folder },
  });
  await program.line('READY');
  await expectRefusal(t, program, new RegExp(`as root, nsenter -t ${program.pid} -n porthole attach ${program.pid}`));
});

async function expectRefusal(t: TestContext, program: Program, reason: RegExp): Promise<void> {
  const before = listListeners(program.pid).filter(({ isOwn }) => isOwn);
  const { code, stdout, stderr } = await runPorthole(t, ['attach', String(program.pid)]);
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, /^porthole: .* \(pid \d+\): not attached: .*\n$/);
  assert.match(stderr, reason);
  assert.deepEqual(
    listListeners(program.pid).filter(({ isOwn }) => isOwn),
    before,
  );
  assert.deepEqual([program.child.exitCode, program.child.signalCode], [null, null]);
  assert.equal(program.output().stdout, 'READY\n');
}
