import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AsyncDump } from '../../src/format/async-dump.js';
import type { CallFrame, StackDump, ThreadDump } from '../../src/format/stack-dump.js';
import { compareDumps } from '../../src/model/compare-dumps.js';

const frame = (functionName: string, line: number): CallFrame => {
  return { functionName, file: '/srv/app.js', line, column: 1, origin: 'application', locals: undefined };
};
const thread = (threadId: number, frames: readonly CallFrame[]): ThreadDump => {
  const state = frames.length === 0 ? 'idle' : 'running';
  return { name: `t${threadId}`, threadId, tid: 9, state, note: undefined, pausedMs: 0, native: undefined, frames };
};
const dumpOf = (capturedWallMs: number, threads: readonly ThreadDump[]): StackDump => {
  return { version: 1, pid: 7, name: 'app', nodeVersion: 'v24.0.0', capturedWallMs, tookMs: 1, threads };
};
const asyncOf = (counts: Readonly<Record<string, number>>): AsyncDump => {
  const groups = Object.entries(counts).map(([name, count]) => {
    return { count, examples: [{ frames: [{ ...frame(name, 1), place: 'await' as const }] }] };
  });
  const costs = { tookMs: 1, pausedMs: 1, questions: 1, longestQuestionMs: 1, suspended: 1, note: undefined };
  return { version: 1, pid: 7, name: 'app', nodeVersion: 'v24.0.0', capturedWallMs: 1, ...costs, groups };
};

test('threads are told apart that moved, did not move, are new and are gone', () => {
  const before = dumpOf(1000, [
    thread(0, [frame('inner', 5), frame('outer', 1)]),
    thread(1, []),
    thread(2, [frame('stuck', 3)]),
    thread(3, []),
  ]);
  const after = dumpOf(3500, [
    thread(0, [frame('inner', 6), frame('outer', 1)]),
    thread(1, [frame('woken', 2)]),
    thread(2, [frame('stuck', 3)]),
    thread(4, []),
  ]);
  const difference = compareDumps({ dump: before, async: undefined }, { dump: after, async: undefined });
  assert.equal(difference.elapsedMs, 2500);
  assert.deepEqual(
    difference.threads.map(({ threadId, change, commonFrames }) => [threadId, change, commonFrames]),
    [
      [0, 'moved', 1],
      [1, 'moved', 0],
      [2, 'unchanged', 1],
      [4, 'new', 0],
      [3, 'gone', 0],
    ],
  );
  assert.equal(difference.async, undefined);
});

test('async groups are compared by their places, what grew most first', () => {
  const dump = dumpOf(1, []);
  const before = { dump, async: asyncOf({ leak: 10, same: 5, shrunk: 9, gone: 2 }) };
  const after = { dump, async: asyncOf({ same: 5, shrunk: 8, leak: 90, fresh: 1 }) };
  assert.deepEqual(
    compareDumps(before, after).async?.map(({ frames, change, countBefore, countAfter }) => {
      return [frames[0]?.functionName, change, countBefore, countAfter];
    }),
    [
      ['leak', 'grown', 10, 90],
      ['fresh', 'new', 0, 1],
      ['same', 'unchanged', 5, 5],
      ['shrunk', 'shrunk', 9, 8],
      ['gone', 'gone', 2, 0],
    ],
  );
});
