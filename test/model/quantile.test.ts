import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { build } from 'hdr-histogram-js';
import { TIMER_BOUNDS } from '../../src/format/histogram-buckets.js';
import { histogramBetween, mergeHistograms } from '../../src/model/histogram-window.js';
import { meanOf, quantileOf } from '../../src/model/quantile.js';
import { observed } from '../support/observed.js';

const inBounds = fc.double({ min: TIMER_BOUNDS.min, max: TIMER_BOUNDS.max / 2, noNaN: true });
const anyValue = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true });

test('every quantile is within 1 % of the observation of its rank', () => {
  fc.assert(
    fc.property(
      fc.array(inBounds, { minLength: 1, maxLength: 300 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, q) => {
        const sorted = values.toSorted((a, b) => a - b);
        const exact = sorted[Math.min(sorted.length, Math.max(1, Math.ceil(q * sorted.length))) - 1] ?? 0;
        const quantile = quantileOf(observed(values, TIMER_BOUNDS), q) ?? Number.NaN;
        assert.ok(Math.abs(quantile - exact) <= exact / 100, `${quantile} for ${exact}`);
      },
    ),
    { numRuns: 300 },
  );
});

test('hdr-histogram-js, at five digits, finds the same quantiles within 1 % in the same data', () => {
  // From 26 µs to three minutes, in the shape of response times: most are quick, and a few take long.
  const durationsUs = Array.from({ length: 200_000 }, (_, index) => {
    const share = ((index * 7919) % 200_000) / 200_000;
    return Math.round(10 * Math.exp(1 / (1.06 - share)));
  });
  const peer = build({ numberOfSignificantValueDigits: 5, highestTrackableValue: 10 ** 10 });
  for (const durationUs of durationsUs) peer.recordValue(durationUs);
  const ours = observed(
    durationsUs.map((durationUs) => durationUs / 1000),
    TIMER_BOUNDS,
  );
  for (const q of [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999]) {
    const [quantile, exact] = [quantileOf(ours, q) ?? Number.NaN, peer.getValueAtPercentile(q * 100) / 1000];
    assert.ok(Math.abs(quantile - exact) <= exact / 100, `${quantile} for ${exact} at ${q}`);
  }
});

test('the smallest, the largest, the count and the sum are exact', () => {
  fc.assert(
    fc.property(fc.array(anyValue, { minLength: 1, maxLength: 50 }), (values) => {
      const histogram = observed(values, TIMER_BOUNDS);
      const sum = values.reduce((total, value) => total + value, 0);
      assert.deepEqual(
        [histogram.count, histogram.sum, quantileOf(histogram, 0), quantileOf(histogram, 1)],
        [values.length, sum, Math.min(...values) + 0, Math.max(...values) + 0],
      );
    }),
  );
});

test('quantiles never leave what was observed, outside the bounds too', () => {
  fc.assert(
    fc.property(
      fc.array(anyValue, { minLength: 1, maxLength: 50 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, q) => {
        const quantile = quantileOf(observed(values, TIMER_BOUNDS), q) ?? Number.NaN;
        assert.ok(quantile >= Math.min(...values) && quantile <= Math.max(...values));
      },
    ),
  );
});

test('without an observation there is no quantile and no mean', () => {
  const empty = observed([], TIMER_BOUNDS);
  assert.deepEqual([quantileOf(empty, 0.5), meanOf(empty), empty.min], [undefined, undefined, undefined]);
});

test('the difference of two snapshots holds what was observed between them', () => {
  fc.assert(
    fc.property(fc.array(inBounds), fc.array(inBounds), (first, then) => {
      const window = histogramBetween(observed(first, TIMER_BOUNDS), observed([...first, ...then], TIMER_BOUNDS));
      const direct = observed(then, TIMER_BOUNDS);
      assert.equal(window.count, direct.count);
      for (const q of [0.25, 0.5, 0.99]) assertNear(quantileOf(window, q), quantileOf(direct, q));
    }),
  );
});

test('a histogram that lost observations belongs to a new life', () => {
  const after = observed([5], TIMER_BOUNDS);
  assert.equal(histogramBetween(observed([1, 2], TIMER_BOUNDS), after), after);
});

test('merged histograms are as one that observed everything, whatever their bounds', () => {
  const narrow = { min: 1, max: 1024 };
  const within = fc.array(fc.double({ min: 1, max: 1000, noNaN: true }));
  fc.assert(
    fc.property(within, within, (a, b) => {
      const merged = mergeHistograms([observed(a, TIMER_BOUNDS), observed(b, narrow)]);
      const direct = observed([...a, ...b], TIMER_BOUNDS);
      assert.deepEqual([merged?.count, merged?.min, merged?.max], [direct.count, direct.min, direct.max]);
      if (merged === undefined) assert.fail('nothing was merged');
      for (const q of [0.1, 0.5, 0.999]) assert.equal(quantileOf(merged, q), quantileOf(direct, q));
    }),
  );
});

test('no histograms have no merged one', () => {
  assert.equal(mergeHistograms([]), undefined);
});

function assertNear(a: number | undefined, b: number | undefined): void {
  if (a === undefined || b === undefined) assert.equal(a, b);
  else assert.ok(Math.abs(a - b) <= b / 100, `${a} for ${b}`);
}
