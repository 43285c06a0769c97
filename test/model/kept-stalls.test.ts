import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Stall, StallReport } from '../../src/format/stalls.js';
import { type KeptStalls, keepStalls, stallAt, stallsUntil } from '../../src/model/kept-stalls.js';
import { literalFrame, literalStalls } from '../support/literal-inspections.js';

const none: KeptStalls = new Map();

function report(...stalls: readonly Partial<Stall>[]): StallReport {
  const whole = { startedWallMs: 0, lengthMs: 1000, isLasting: false, stacks: [] };
  return { ...literalStalls, stalls: stalls.map((stall) => ({ ...whole, ...stall })) };
}

test('stalls that a process has forgotten meanwhile are kept, newest first', () => {
  const first = keepStalls(none, 'a', report({ startedWallMs: 1000 }, { startedWallMs: 5000 }));
  const second = keepStalls(first, 'a', report({ startedWallMs: 5000 }, { startedWallMs: 9000 }));
  const starts = stallsUntil(second, 'a', 20_000).map(({ startedWallMs }) => startedWallMs);
  assert.deepEqual(starts, [9000, 5000, 1000]);
  assert.equal(stallsUntil(second, 'a', 8999).length, 2);
  assert.equal(stallsUntil(second, 'b', 20_000).length, 0);
});

test('a stall that lasted is the same one when it is over, though its beginning is told a little otherwise', () => {
  const lasting = keepStalls(none, 'a', report({ startedWallMs: 1000, lengthMs: 1500, isLasting: true }));
  const over = keepStalls(lasting, 'a', report({ startedWallMs: 1040, lengthMs: 4000 }));
  assert.deepEqual(
    stallsUntil(over, 'a', 20_000).map(({ lengthMs, isLasting }) => [lengthMs, isLasting]),
    [[4000, false]],
  );
});

test('the stall of a moment is the one that went on then, or had just ended', () => {
  const kept = keepStalls(none, 'a', report({ startedWallMs: 1000, lengthMs: 2000 }));
  assert.equal(stallAt(kept, 'a', 999, 500), undefined);
  assert.equal(stallAt(kept, 'a', 1000, 500)?.lengthMs, 2000);
  assert.equal(stallAt(kept, 'a', 3400, 500)?.lengthMs, 2000);
  assert.equal(stallAt(kept, 'a', 3600, 500), undefined);
});

test('of very many stacks the oldest stalls of all processes are forgotten', () => {
  const frames = Array.from({ length: 1000 }, (_, line) => literalFrame('deep', '/srv/a.js', line));
  const stacks = [{ afterMs: 1000, state: 'running', native: undefined, frames }] as const;
  let kept = none;
  for (let hour = 0; hour < 60; hour++) {
    kept = keepStalls(kept, hour % 2 === 0 ? 'a' : 'b', report({ startedWallMs: hour * 10_000, stacks }));
  }
  const all = [...kept.values()].flat();
  assert.ok(all.length < 45 && all.length > 30, `${all.length} are left`);
  assert.equal(Math.max(...all.map(({ startedWallMs }) => startedWallMs)), 590_000);
  assert.ok(all.every(({ startedWallMs }) => startedWallMs > 100_000));
});
