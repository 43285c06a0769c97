import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StatsField, StatsValue } from '../../src/format/stats-decode.js';
import { AGGREGATORS, aggregateMetrics, aggregateValues } from '../../src/model/aggregate.js';

test('numbers are aggregated in mmash’s seven ways', () => {
  assert.deepEqual(
    Object.fromEntries(AGGREGATORS.map((aggregator) => [aggregator, aggregateValues([20, 30, 0, 10], aggregator)])),
    { sum: 60, avg: 15, min: 0, max: 30, one: 20, 'nonzero-avg': 20, 'nonzero-min': 10 },
  );
});

test('only zeros have no non-zero average', () => {
  assert.equal(aggregateValues([0, 0], 'nonzero-avg'), undefined);
});

test('flags count as 0 and 1', () => {
  assert.equal(aggregateValues([true, false, true], 'sum'), 2);
});

test('texts have only the first', () => {
  assert.deepEqual([aggregateValues(['a', 'b'], 'one'), aggregateValues(['a', 'b'], 'sum')], ['a', undefined]);
});

test('sums above 2⁵³ stay exact', () => {
  assert.equal(aggregateValues([2n ** 64n - 1n, 2, 3n], 'sum'), 2n ** 64n + 4n);
});

test('each metric is one over all files that have it', () => {
  const files = [[field('a', 1), field('b', 5)], [field('a', 2)]];
  assert.deepEqual(
    aggregateMetrics(files, 'sum').map(({ label, value, files: count }) => [label, value, count]),
    [
      ['a', 3, 2],
      ['b', 5, 1],
    ],
  );
});

function field(label: string, value: StatsValue): StatsField {
  return { label, value, type: 'Q', kind: 'counter', unit: undefined, help: undefined };
}
