import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseAggregator } from '../../src/model/aggregation.js';
import { parseMetricPattern } from '../../src/model/metric-pattern.js';

const RULES = [{ metric: parseMetricPattern('queue.*'), aggregator: 'min' as const }];

test('how a metric becomes one follows from what it is, unless a rule says otherwise', () => {
  const choose = chooseAggregator(undefined, RULES);
  const of = (label: string, kind: 'counter' | 'gauge', unit?: string) => choose({ label, kind, unit });
  assert.deepEqual(
    [
      of('queue.size', 'gauge'),
      of('hits', 'counter', 'ms'),
      of('heap', 'gauge', 'bytes'),
      of('busy', 'gauge', 'ratio'),
      of('lag', 'gauge', 'ms'),
    ],
    ['min', 'sum', 'sum', 'avg', 'max'],
  );
});

test('what is asked for counts before any rule', () => {
  assert.equal(chooseAggregator('avg', RULES)({ label: 'queue.size', kind: 'gauge', unit: undefined }), 'avg');
});
