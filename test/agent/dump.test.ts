import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ThreadDump } from '../../src/format/stack-dump.js';
import { dumpMain, startAnswering, startInspected } from '../support/agent.js';
import { startProgram } from '../support/program.js';
import { fixtureProgram, projectFolder } from '../support/project.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

const onLinux = { skip: process.platform === 'linux' ? false : 'needs /proc' };

const busyLoopSource = join(projectFolder, 'test/fixtures/busy-loop.ts');

// Now and then a dump meets the agent's own timer instead.
async function dumpBusy(socket: string, query = ''): Promise<ThreadDump> {
  return await until('it is at work', async () => {
    const main = await dumpMain(socket, query);
    return main.frames[0]?.functionName === 'chewOrder' && main;
  });
}

function localsOf(main: ThreadDump, functionName: string): ReadonlyMap<string, string> {
  const frame = main.frames.find((candidate) => candidate.functionName === functionName);
  return new Map(frame?.locals?.map(({ name, value }) => [name, value]));
}

test('an idle thread has no frames', async (t) => {
  const { socket } = await startAnswering(t, 'idle');
  const main = await dumpMain(socket);
  assert.deepEqual([main.state, main.frames], ['idle', []]);
});

test('a busy thread shows where it is, with the names and values of its variables', async (t) => {
  const { socket } = await startAnswering(t, 'busy-loop');
  const main = await dumpBusy(socket);
  const locals = localsOf(main, 'chewOrder');
  assert.equal(main.state, 'running');
  assert.equal(main.frames[0]?.file, busyLoopSource);
  assert.equal(main.frames[0]?.generated?.file, fixtureProgram('busy-loop'));
  assert.match(locals.get('order') ?? '', /^\{id: \d+\}$/);
  assert.equal(locals.get('customer'), "'ada'");
});

test('secrets are redacted by their names, in variables and in properties', async (t) => {
  const { socket } = await startAnswering(t, 'busy-loop');
  const locals = localsOf(await dumpBusy(socket), 'chewOrder');
  assert.equal(locals.get('password'), '[redacted]');
  assert.match(locals.get('account') ?? '', /apiToken: \[redacted\]/);
});

test('getters are not run', async (t) => {
  const program = await startAnswering(t, 'busy-loop');
  assert.match(localsOf(await dumpBusy(program.socket), 'chewOrder').get('account') ?? '', /balance: \[getter\]/);
  assert.equal((await dumpBusy(program.socket)).state, 'running');
});

test('without locals the thread is not stopped, and its frames are the same', async (t) => {
  const { socket } = await startAnswering(t, 'busy-loop');
  const main = await dumpBusy(socket, '?locals=0');
  const [frame] = main.frames;
  assert.deepEqual(
    [main.pausedMs, frame?.functionName, frame?.file, frame?.locals, main.note],
    [0, 'chewOrder', busyLoopSource, undefined, undefined],
  );
});

test('a program can forbid locals', async (t) => {
  const { socket } = await startAnswering(t, 'busy-loop', { env: { PORTHOLE_LOCALS: '0' } });
  const main = await dumpBusy(socket);
  assert.equal(main.pausedMs, 0);
  assert.match(main.note ?? '', /PORTHOLE_LOCALS=0/);
});

test('a thread that waits in the kernel is blocked, and goes on afterwards without a pause', onLinux, async (t) => {
  const fifo = join(temporaryFolder(t), 'fifo');
  execFileSync('mkfifo', [fifo]);
  const program = await startInspected(t, 'waits-in-read', { args: [fifo] });
  const main = await until('it is blocked', async () => {
    const dump = await dumpMain(program.socket).catch(() => undefined);
    return dump?.state === 'blocked' && dump;
  });
  assert.equal(main.native?.activity, 'waiting');
  assert.match(main.native?.systemCall ?? '', /^(open|openat|read)$/);
  writeFileSync(fifo, 'go on');
  await program.line('WENT ON');
  assert.equal((await program.ended).code, 0);
});

test('a thread that computes in native code is blocked, computing', onLinux, async (t) => {
  const program = await startInspected(t, 'computes-natively');
  const main = await until('it is blocked', async () => {
    const dump = await dumpMain(program.socket).catch(() => undefined);
    return dump?.state === 'blocked' && dump;
  });
  assert.equal(main.native?.activity, 'computing');
});

test('200 dumps of a program that is busy and idle by turns do it no harm', async (t) => {
  const program = await startAnswering(t, 'alternates');
  const states = new Set<string>();
  for (let dump = 0; dump < 200; dump++) states.add((await dumpMain(program.socket)).state);
  program.child.stdin?.end();
  assert.equal((await program.ended).code, 0);
  assert.deepEqual([...states].toSorted(), ['idle', 'running']);
  assert.equal(program.output().stderr, '');
});

test('a main thread that stands still for an inspector goes on when the inspector dies', async (t) => {
  const program = startProgram(t, [fixtureProgram('dies-while-pausing')]);
  await program.line('WENT ON');
  assert.equal((await program.ended).code, 0);
});

test('programs that end while dumps are taken end as they would without', async (t) => {
  for (let run = 0; run < 10; run++) {
    const program = await startAnswering(t, 'exits-soon');
    program.child.stdin?.end();
    while (program.child.exitCode === null) {
      await Promise.race([dumpMain(program.socket).catch(() => undefined), program.ended]);
    }
    assert.deepEqual([(await program.ended).code, program.output().stderr], [0, '']);
  }
});

test('a thread that another debugger has stopped is shown as paused, and stays so', async (t) => {
  const program = startProgram(t, [fixtureProgram('is-being-debugged')]);
  assert.equal(await program.line('DUMPED'), 'DUMPED paused');
  assert.equal(await program.line('RESUMED'), 'RESUMED by its debugger');
});
