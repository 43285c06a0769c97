import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StackDump, ThreadDump } from '../../src/format/stack-dump.js';
import { requestDump, startAnswering } from '../support/agent.js';
import { until } from '../support/until.js';

// Node 20 asks its worker threads only where that is asked for.
const ASKING = { PORTHOLE_ASK_WORKERS: '1' };
const onLinux = { skip: process.platform === 'linux' ? false : 'needs /proc' };

function statesOf(dump: StackDump): readonly (readonly [string, string])[] {
  return dump.threads.map(({ name, state }) => [name, state] as const);
}

// Now and then a thread is met between two pieces of work.
async function dumpUntil(socket: string, expected: readonly (readonly [string, string])[]): Promise<StackDump> {
  const wanted = JSON.stringify(expected);
  let seen: unknown;
  return await until(wanted, async () => {
    const dump = await requestDump(socket).catch(() => undefined);
    if (dump !== undefined) seen = statesOf(dump);
    return JSON.stringify(seen) === wanted && dump;
  });
}

function threadOf(dump: StackDump, name: string): ThreadDump {
  const thread = dump.threads.find((candidate) => candidate.name === name);
  assert.ok(thread);
  return thread;
}

for (const [mainIs, state] of [
  ['idle', 'idle'],
  ['busy', 'running'],
] as const) {
  test(`every worker thread is in the dump of a program whose main thread is ${mainIs}, but not ours`, async (t) => {
    const { socket, pid } = await startAnswering(t, 'has-a-pool', { args: [mainIs], env: ASKING });
    const dump = await dumpUntil(socket, [
      ['main', state],
      ['pool busy', 'running'],
      ['pool idle', 'idle'],
      ['pool native', 'blocked'],
    ]);
    assert.equal(new Set(dump.threads.map(({ threadId }) => threadId)).size, 4);
    assert.equal(dump.threads[0]?.tid, pid);
    await until('the variables of a worker have values', async () => {
      const { frames } = threadOf(await requestDump(socket), 'pool busy');
      const locals = frames.find(({ functionName }) => functionName === 'chewOrder')?.locals;
      return locals?.some(({ name, value }) => name === 'customer' && value === "'ada'");
    });
  });
}

test(
  'Node 20 tells what the kernel and the stats files say of worker threads, and asks them nothing',
  onLinux,
  async (t) => {
    if (!process.version.startsWith('v20.')) return t.skip('needs Node 20');
    const { socket } = await startAnswering(t, 'has-a-pool', { args: ['idle'] });
    const dump = await until('all threads are known', async () => {
      const candidate = await requestDump(socket);
      return candidate.threads.length === 4 && candidate;
    });
    for (const { frames, note } of dump.threads.slice(1)) {
      assert.deepEqual(frames, []);
      assert.match(note ?? '', /PORTHOLE_ASK_WORKERS=1/);
    }
  },
);

test('threads have their kernel tid, CPU time and event loop utilization', onLinux, async (t) => {
  const { socket, pid } = await startAnswering(t, 'has-a-pool', { args: ['idle'], env: ASKING });
  const dump = await until('a second has been measured', async () => {
    const candidate = await requestDump(socket);
    const busy = candidate.threads.find(({ name }) => name === 'pool busy');
    return busy?.eventLoopUtilization !== undefined && candidate;
  });
  const tids = dump.threads.map(({ tid }) => tid);
  assert.equal(tids[0], pid);
  assert.equal(new Set(tids).size, 4);
  assert.ok(!tids.includes(undefined));
  assert.ok((threadOf(dump, 'pool busy').eventLoopUtilization ?? 0) > 0.5);
  assert.ok((threadOf(dump, 'pool busy').cpuMs ?? 0) > 100);
  assert.equal(threadOf(dump, 'pool native').native?.activity, 'computing');
});

test('while the main thread is in native code the kernel tells of the workers', onLinux, async (t) => {
  const { socket } = await startAnswering(t, 'has-a-pool', { args: ['native'] });
  // The kernel is asked at one moment, at which a busy thread may happen to wait for a lock.
  const dump = await until('it is blocked', async () => {
    const candidate = await requestDump(socket).catch(() => undefined);
    const states = candidate?.threads.map(({ state }) => state).join();
    return states === 'blocked,running,idle,running' && candidate;
  });
  assert.ok((dump.threads[0]?.sinceTurnMs ?? 0) > 0);
});

test('threads that come and go while dumps are taken do so as they would without', async (t) => {
  const program = await startAnswering(t, 'makes-threads');
  const counts = new Set<number>();
  for (let dump = 0; dump < 60; dump++) counts.add((await requestDump(program.socket)).threads.length);
  program.child.stdin?.end();
  assert.deepEqual([(await program.ended).code, program.output().stderr], [0, '']);
  assert.match(program.output().stdout, /^THREADS \d+$/m);
  assert.ok(counts.size > 1);
});

test('a thread without the agent is in the dump too', async (t) => {
  // Node 20 asks only threads that the agent is in.
  if (process.version.startsWith('v20.')) return t.skip('needs Node 22');
  const { socket } = await startAnswering(t, 'has-a-worker');
  const dump = await requestDump(socket);
  assert.deepEqual(statesOf(dump), [
    ['main', 'idle'],
    ['worker', 'idle'],
  ]);
});
