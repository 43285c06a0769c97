import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BLOCK_ROWS } from '../../src/model/moment-block.js';
import { NO_NUMBERS, numbersFrom } from '../../src/model/numbers.js';
import {
  appendMoment,
  bytesOf,
  emptyTimeline,
  exactPointsOf,
  lengthOf,
  pointsOf,
  type Timeline,
  timelineAt,
} from '../../src/model/timeline.js';

const LIMITS = { maxAgeMs: 1e9, maxRows: 1e6, maxColumns: 100 };

function timelineOf(rows: readonly Readonly<Record<string, number | bigint>>[], limits = LIMITS): Timeline {
  return rows.reduce<Timeline>(
    (timeline, row, second) =>
      appendMoment(timeline, momentAt(second), numbersFrom(new Map(Object.entries(row))), limits),
    emptyTimeline,
  );
}

function momentAt(second: number) {
  return { atMs: second * 1000, wallMs: 1e12 + second * 1000, isRestart: false };
}

function valuesOf(timeline: Timeline, key: string): readonly (number | undefined)[] {
  return pointsOf(timeline, key).map(({ value }) => value);
}

const anyRow = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.double({ noNaN: true }));

test('every value that went in comes out, and a gap is a gap', () => {
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 100 }), (rows) => {
      const timeline = timelineOf(rows);
      for (const key of ['a', 'b', 'c', 'd']) {
        const values = rows.map((row) => row[key]);
        const first = values.findIndex((value) => value !== undefined);
        assert.deepEqual(valuesOf(timeline, key), first < 0 ? [] : values.slice(first));
      }
    }),
  );
});

test('an earlier timeline stays as it was, whatever is appended to it, and by whomever', () => {
  fc.assert(
    fc.property(fc.array(anyRow, { minLength: 1, maxLength: 70 }), fc.nat(69), (rows, wanted) => {
      const length = Math.min(wanted, rows.length - 1);
      const early = timelineOf(rows.slice(0, length));
      const before = valuesOf(early, 'a');
      const grow = (timeline: Timeline, value: number): Timeline =>
        appendMoment(timeline, momentAt(length), numbersFrom(new Map([['a', value]])), LIMITS);
      const [one, other] = [grow(early, 1), grow(early, 2)];
      assert.deepEqual(valuesOf(early, 'a'), before);
      assert.equal(valuesOf(one, 'a').at(-1), 1);
      assert.equal(valuesOf(other, 'a').at(-1), 2);
    }),
  );
});

test('a timeline at a moment is the one that was there then', () => {
  const rows = Array.from({ length: 90 }, (_, second) => ({ a: second }));
  const timeline = timelineOf(rows);
  for (const second of [0, 1, 31, 32, 63, 64, 88]) {
    assert.deepEqual(valuesOf(timelineAt(timeline, second * 1000 + 500), 'a').at(-1), second);
    assert.equal(lengthOf(timelineAt(timeline, second * 1000)), second + 1);
  }
  assert.equal(lengthOf(timelineAt(timeline, -1)), 0);
});

test('integers above 2^53 stay exact, also beside smaller ones', () => {
  const big = 2n ** 53n;
  const timeline = timelineOf([{ n: 2 ** 53 - 1 }, { n: big + 1n }, { n: big + 3n }, { n: 5 }]);
  assert.deepEqual(
    exactPointsOf(timeline, 'n').map(({ value }) => BigInt(value ?? 0)),
    [big - 1n, big + 1n, big + 3n, 5n],
  );
});

test('what is too old or too much is forgotten', () => {
  const rows = Array.from({ length: 200 }, (_, second) => ({ a: second }));
  assert.deepEqual(valuesOf(timelineOf(rows, { ...LIMITS, maxAgeMs: 2000 }), 'a'), [197, 198, 199]);
  assert.deepEqual(valuesOf(timelineOf(rows, { ...LIMITS, maxRows: 2 }), 'a'), [198, 199]);
  assert.deepEqual(valuesOf(timelineOf([{ a: 1, b: 2, c: 3 }], { ...LIMITS, maxColumns: 2 }), 'c'), []);
});

test('a metric that does not change takes next to nothing, and nothing is copied', () => {
  const quiet = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`m${index}`, index]));
  const timeline = timelineOf(Array.from({ length: 30 * BLOCK_ROWS }, () => quiet));
  assert.ok(bytesOf(timeline) < 100 * 30 * 12 + 100_000, `${bytesOf(timeline)}`);
  const longer = appendMoment(timeline, momentAt(1e6), NO_NUMBERS, LIMITS);
  assert.equal(longer.blocks[3], timeline.blocks[3]);
});
