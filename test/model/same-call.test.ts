import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FrameDump } from '../../src/format/frame-dump.js';
import type { CallFrame } from '../../src/format/stack-dump.js';
import { isSameCall } from '../../src/model/same-call.js';

const outer = frameAt('serve', 40);
const seen = { frames: [frameAt('chew', 12), outer], seenWallMs: 10_000 };

function frameAt(functionName: string, line: number, file = '/srv/app.js'): CallFrame {
  return { functionName, file, line, column: 3, origin: 'application', locals: undefined };
}

function later(change: Partial<FrameDump>): FrameDump {
  const known = { version: 1, pid: 7, threadId: 0, capturedWallMs: 15_000, pausedMs: 2, scopes: [] } as const;
  return { ...known, frame: frameAt('chew', 12), callers: [outer], sinceTurnMs: 9000, ...change };
}

test('a function that has gone on to another line is in the same call', () => {
  assert.equal(isSameCall(seen, 0, later({ frame: frameAt('chew', 14) })), true);
});

test('once the event loop has turned, every call is another', () => {
  assert.equal(isSameCall(seen, 0, later({ sinceTurnMs: 4000 })), false);
});

test('another function, another file or other callers are another call', () => {
  assert.equal(isSameCall(seen, 0, later({ frame: frameAt('spit', 12) })), false);
  assert.equal(isSameCall(seen, 0, later({ frame: frameAt('chew', 12, '/srv/b.js') })), false);
  assert.equal(isSameCall(seen, 0, later({ callers: [frameAt('serve', 41)] })), false);
  assert.equal(isSameCall(seen, 0, later({ callers: [outer, outer] })), false);
  assert.equal(isSameCall(seen, 5, later({})), false);
});

test('of an agent that names no callers the line has to be the same', () => {
  const { callers, ...older } = later({});
  assert.ok(callers);
  assert.equal(isSameCall(seen, 0, older), true);
  assert.equal(isSameCall(seen, 0, { ...older, frame: frameAt('chew', 13) }), false);
});

test('places are compared in the script that runs, whether or not a source map was found', () => {
  const mapped = { ...frameAt('chew', 3, '/srv/app.ts'), generated: { file: '/srv/app.js', line: 12, column: 3 } };
  assert.equal(isSameCall({ ...seen, frames: [mapped, outer] }, 0, later({})), true);
});
