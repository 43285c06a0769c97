import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TIMER_BOUNDS } from '../../src/format/histogram-buckets.js';
import { aggregatorFor } from '../../src/model/aggregation.js';
import type { GroupQuantiles } from '../../src/model/group-quantiles.js';
import { type Group, groupGraph, groupRows } from '../../src/model/group-table.js';
import { appendQuantilesOf, groupProcesses } from '../../src/model/groups.js';
import { appendSample, emptyHistory, type History } from '../../src/model/history.js';
import { parseMetricPattern } from '../../src/model/metric-pattern.js';
import { parseTargetPattern } from '../../src/target-pattern.js';
import { literalField, literalSample } from '../support/literal-samples.js';
import { observed } from '../support/observed.js';

test('processes are grouped by the first rule that they meet, else by their name', () => {
  const history = appendSample(
    emptyHistory,
    literalSample(
      0,
      ['api', 'api', 'gateway', 'cron'].map((name, index) => ({ pid: index + 1, name })),
    ),
  );
  const rules = [{ name: 'web', patterns: ['api*', '3'].map(parseTargetPattern) }];
  const groups = groupProcesses(history, rules);
  assert.deepEqual(
    [...groups].map(([name, members]) => [name, members.length]),
    [
      ['web', 3],
      ['cron', 1],
    ],
  );
});

test('of a group rates are added, gauges aggregated as was chosen, and a member that ends makes no rate', () => {
  const group = watch([
    [hits(10, 3), hits(100, 4)],
    [hits(20, 3), hits(300, 5)],
    [hits(30, 3), undefined],
  ]);
  const rates = groupGraph(group, 'hits', 'sum')?.series[0]?.points.map(({ value }) => value);
  assert.deepEqual(rates, [undefined, 210, 10]);
  const most = groupGraph(group, 'queue', 'max')?.series[0]?.points.map(({ value }) => value);
  assert.deepEqual(most, [4, 5, 3]);
  assert.deepEqual(
    groupGraph(group, 'queue', 'max', 1)?.series[0]?.points.map(({ value }) => value),
    [3],
  );
  const row = groupRows(group, () => 'avg').find(({ label }) => label === 'queue');
  assert.equal(row?.value, 3);
});

test('quantiles of a group are those of all observations together', () => {
  const group = watch([
    [timer([1]), timer([1])],
    [timer([1, 10, 10, 10]), timer([1, 1000])],
  ]);
  const graph = groupGraph(group, 'wait', 'sum');
  const last = graph?.series.map(({ name, points }) => [name, Math.round(points.at(-1)?.value ?? Number.NaN)]);
  // Of 10, 10, 10 and 1000; that of an average would be 505.
  assert.deepEqual(last?.[0], ['p50', 10]);
  assert.ok(Math.abs(Number(last?.[2]?.[1]) - 1000) < 10);
  assert.deepEqual(graph?.rate?.points.at(-1)?.value, 4);
  assert.equal(groupRows(group, () => 'sum')[0]?.value, 6);
});

test('how a metric becomes one follows from what it is, unless a rule says otherwise', () => {
  const rules = [{ metric: parseMetricPattern('queue.*'), aggregator: 'min' as const }];
  const of = (label: string, kind: 'counter' | 'gauge' | 'text', unit?: string) =>
    aggregatorFor({ label, kind, unit }, rules);
  assert.deepEqual(
    [
      of('queue.size', 'gauge'),
      of('hits', 'counter', 'ms'),
      of('heap', 'gauge', 'bytes'),
      of('busy', 'gauge', 'ratio'),
      of('lag', 'gauge', 'ms'),
      of('v', 'text'),
    ],
    ['min', 'sum', 'sum', 'avg', 'max', 'one'],
  );
});

type Fields = ReturnType<typeof literalField>[];

function hits(count: number, queue: number): Fields {
  return [literalField('hits', 'counter', count), literalField('queue', 'gauge', queue)];
}

function timer(values: readonly number[]): Fields {
  return [{ ...literalField('wait', 'timer', values.length, 'ms'), histogram: observed(values, TIMER_BOUNDS) }];
}

/** Two workers second by second; one that is `undefined` has ended. */
function watch(seconds: readonly (readonly (Fields | undefined)[])[]): Group {
  let history: History = emptyHistory;
  let quantiles: GroupQuantiles = new Map();
  for (const [second, workers] of seconds.entries()) {
    const processes = workers.flatMap((fields, index) =>
      fields === undefined ? [] : [{ pid: index + 1, name: 'worker', fields }],
    );
    const before = history;
    history = appendSample(before, literalSample(second, processes));
    quantiles = appendQuantilesOf(groupProcesses(history, []), quantiles, before, history);
  }
  return { history, members: [...history.processes.values()], quantiles: quantiles.get('worker') };
}
