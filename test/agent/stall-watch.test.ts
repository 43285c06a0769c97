import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { Found } from '../../src/agent/stalls/stall-stack.js';
import { StallWatch } from '../../src/agent/stalls/stall-watch.js';
import type { Stall } from '../../src/format/stalls.js';

const INTERVAL_MS = 250;
const FRAME = {
  functionName: 'grind',
  file: '/app.js',
  line: 1,
  column: 1,
  origin: 'application',
  locals: undefined,
} as const;

/** A watched thread whose clock, beat and doings are the test's. */
class WatchedThread {
  readonly stalls: Stall[] = [];
  readonly lookedMs: number[] = [];
  found: Found = { state: 'running', frames: [FRAME] };
  nowMs = 10_000;
  beatMs = 10_000;
  readonly watch = new StallWatch(
    {
      thresholdMs: 1000,
      intervalMs: INTERVAL_MS,
      readBeatMs: () => this.beatMs,
      findStack: () => {
        this.lookedMs.push(this.nowMs - 10_000);
        return Promise.resolve(this.found);
      },
      onStall: (stall, event) => event === 'began' && this.stalls.push(stall),
    },
    this.nowMs,
  );

  /** Lets time pass in steps of a check; the loop beats in each of them, or in none. */
  async pass(durationMs: number, beats: boolean): Promise<void> {
    for (const endMs = this.nowMs + durationMs; this.nowMs < endMs; ) {
      this.nowMs += INTERVAL_MS;
      if (beats) this.beatMs = this.nowMs - 10;
      this.watch.check(this.nowMs);
      await setImmediate();
    }
  }
}

test('a loop that turns in time is asked nothing', async () => {
  const thread = new WatchedThread();
  await thread.pass(60_000, true);
  assert.deepEqual([thread.stalls, thread.lookedMs], [[], []]);
});

test('a loop that stands still is looked at after the threshold and twice the time each', async () => {
  const thread = new WatchedThread();
  await thread.pass(9000, false);
  assert.deepEqual(thread.lookedMs, [1250, 2250, 4250, 8250]);
  assert.equal(thread.stalls[0]?.isLasting, true);
  await thread.pass(250, true);
  const [stall] = thread.stalls;
  assert.deepEqual([stall?.isLasting, stall?.lengthMs, stall?.stacks.length], [false, 9040, 4]);
});

test('a stall of hours keeps its first and its last stacks', async () => {
  const thread = new WatchedThread();
  await thread.pass(7_200_000, false);
  const stacks = thread.stalls[0]?.stacks ?? [];
  assert.equal(stacks.length, 8);
  assert.equal(stacks[0]?.afterMs, 1050);
  assert.ok((stacks.at(-1)?.afterMs ?? 0) > 4_000_000);
});

test('a stall that was over before it was looked at is counted', async () => {
  const thread = new WatchedThread();
  thread.nowMs += INTERVAL_MS;
  thread.beatMs += 1300;
  thread.watch.check(thread.nowMs);
  await setImmediate();
  assert.deepEqual([thread.stalls.length, thread.stalls[0]?.lengthMs, thread.lookedMs], [1, 1100, []]);
});

test('a process that was stopped as a whole has not stalled', async () => {
  const thread = new WatchedThread();
  await thread.pass(1000, true);
  thread.nowMs += 30_000;
  await thread.pass(250, false);
  await thread.pass(1000, true);
  assert.deepEqual([thread.stalls, thread.lookedMs], [[], []]);
});

test('a process that was stopped just after its loop had turned has not stalled', async () => {
  const thread = new WatchedThread();
  await thread.pass(1000, true);
  thread.beatMs = thread.nowMs + 100;
  thread.nowMs += 30_000;
  await thread.pass(250, false);
  await thread.pass(1000, true);
  assert.deepEqual([thread.stalls, thread.lookedMs], [[], []]);
});

test('a loop that stood still before its process was stopped has stalled for that long', async () => {
  const thread = new WatchedThread();
  await thread.pass(900, false);
  thread.nowMs += 30_000;
  thread.beatMs = thread.nowMs;
  await thread.pass(250, false);
  await thread.pass(2000, false);
  assert.equal(thread.stalls.length, 1);
});

test('a loop that is held by a debugger has not stalled, and is looked at less and less often', async () => {
  const thread = new WatchedThread();
  thread.found = { state: 'paused' };
  await thread.pass(600_000, false);
  await thread.pass(1000, true);
  assert.deepEqual(thread.stalls, []);
  assert.ok(thread.lookedMs.length < 20, `${thread.lookedMs.length} looks`);
});

test('a loop that stands still after its debugger let it go is a stall', async () => {
  const thread = new WatchedThread();
  thread.found = { state: 'paused' };
  await thread.pass(5000, false);
  await thread.pass(1000, true);
  thread.found = { state: 'running', frames: [FRAME] };
  await thread.pass(3000, false);
  assert.equal(thread.stalls.length, 1);
});

test('what a dump held the loop for is taken off', async () => {
  const thread = new WatchedThread();
  await thread.pass(1000, false);
  thread.watch.excuse(900);
  await thread.pass(500, false);
  await thread.pass(250, true);
  assert.deepEqual(thread.stalls, []);
});

test('what holds the loop for long by our own doing is no stall', async () => {
  const thread = new WatchedThread();
  await thread.watch.during(() => thread.pass(30_000, false));
  await thread.pass(250, true);
  assert.deepEqual([thread.stalls, thread.lookedMs], [[], []]);
});

test('a loop in native code is asked once, and says where it came back', async () => {
  const thread = new WatchedThread();
  let comeBack = (_frames: readonly (typeof FRAME)[]): void => undefined;
  const returned = new Promise<readonly (typeof FRAME)[]>((resolve) => {
    comeBack = resolve;
  });
  thread.found = { state: 'blocked', native: undefined, returned };
  await thread.pass(9000, false);
  comeBack([FRAME]);
  await thread.pass(250, true);
  assert.deepEqual(thread.lookedMs, [1250]);
  assert.deepEqual(
    thread.stalls[0]?.stacks.map(({ state }) => state),
    ['blocked', 'returned'],
  );
});

test('an ending process is not blamed', async () => {
  const thread = new WatchedThread();
  thread.found = { state: 'ending' };
  await thread.pass(5000, false);
  assert.deepEqual(thread.stalls, []);
});
