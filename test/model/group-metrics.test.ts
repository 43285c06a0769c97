import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_BOUNDS, TIMER_BOUNDS } from '../../src/format/histogram-buckets.js';
import type { Aggregator } from '../../src/model/aggregate.js';
import { chooseAggregator } from '../../src/model/aggregation.js';
import { groupGraph } from '../../src/model/group-metrics.js';
import { groupOf } from '../../src/model/groups.js';
import { mergeHistograms } from '../../src/model/histogram-window.js';
import { appendSample, emptyHistory, type History } from '../../src/model/history.js';
import { historyAt } from '../../src/model/past.js';
import { quantileOf } from '../../src/model/quantile.js';
import { groupKey, parseScope, threadKey } from '../../src/model/scope.js';
import { scopeGraph, scopeMetric, scopeMetrics } from '../../src/model/scope-metrics.js';
import type { Sample, TargetSample } from '../../src/source/sample.js';
import { literalField } from '../support/literal-samples.js';
import { observed } from '../support/observed.js';
import { counter, gauge, sampleAt, targetSample, timer } from '../support/sample.js';

const API = groupKey('api');

function historyOf(...samples: readonly Sample[]): History {
  return samples.reduce(appendSample, emptyHistory);
}

function valuesOf(history: History, metric: string): readonly (number | undefined)[] {
  return (scopeGraph(history, API, metric, undefined)?.series[0]?.points ?? []).map(({ value }) => value);
}

function hits(pid: number, count: number | bigint): TargetSample {
  return targetSample(pid, [counter('hits', count)]);
}

function latency(pid: number, observations: readonly number[]): TargetSample {
  return targetSample(pid, [timer('latency', observed(observations, TIMER_BOUNDS))]);
}

/** A sample a second, of a process for each value that is there. */
function seconds(...rows: readonly (readonly (number | undefined)[])[]): History {
  const samples = rows.map((values, second) => {
    const targets = values.flatMap((value, index) =>
      value === undefined ? [] : [targetSample(index + 1, [counter('hits', value), gauge('size', value)])],
    );
    return sampleAt(second * 1000, ...targets);
  });
  return historyOf(...samples);
}

test('a key says again what it was made of', () => {
  assert.deepEqual(parseScope(groupKey('a\nb')), { type: 'group', group: 'a\nb' });
  assert.deepEqual(parseScope(threadKey('12@34', 5)), { type: 'thread', processKey: '12@34', tid: 5 });
  assert.deepEqual(parseScope('12@34'), { type: 'process', processKey: '12@34' });
});

test('a program’s counters are summed, and so are their rates at each moment', () => {
  const history = seconds([10, 100], [11, 120], [15, 130]);
  const row = scopeMetric(history, API, 'hits', undefined);
  assert.deepEqual([row?.value, row?.ratePerS, row?.minute], [145, 14, 17.5]);
  assert.deepEqual(valuesOf(history, 'hits'), [21, 14]);
});

test('gauges are summed, or their mean, least or greatest is taken', () => {
  const history = seconds([10, 100], [20, 300]);
  const read = (aggregator?: Aggregator) =>
    scopeGraph(history, API, 'size', aggregator)?.series[0]?.points.map(({ value }) => value);
  assert.deepEqual(read(), [110, 320]);
  assert.deepEqual(read('avg'), [55, 160]);
  assert.deepEqual(
    [read('min'), read('max')],
    [
      [10, 20],
      [100, 300],
    ],
  );
  assert.equal(scopeMetric(history, API, 'size', 'avg')?.value, 160);
});

test('of shares it is the mean, unless another way is asked for', () => {
  const history = historyOf(
    sampleAt(0, ...[0.2, 0.4].map((share, index) => targetSample(index + 1, [gauge('busy', share, 'ratio')]))),
  );
  assert.ok(Math.abs(Number(scopeMetric(history, API, 'busy', undefined)?.value) - 0.3) < 1e-9);
  assert.ok(Math.abs(Number(scopeMetric(history, API, 'busy', 'sum')?.value) - 0.6) < 1e-9);
});

test('of times it is the longest, also in what the graph shows', () => {
  const history = historyOf(
    ...[
      [5, 40],
      [60, 30],
    ].map((lags, second) =>
      sampleAt(second * 1000, ...lags.map((lag, index) => targetSample(index + 1, [gauge('lag', lag, 'ms')]))),
    ),
  );
  assert.equal(scopeMetric(history, API, 'lag', undefined)?.value, 60);
  assert.deepEqual(valuesOf(history, 'lag'), [40, 60]);
});

test('counts too are aggregated in the way that is asked for, and zeros left out where that is said', () => {
  const history = seconds([10, 100, 0], [11, 140, 0]);
  const rates = (aggregator: Aggregator) => scopeMetric(history, API, 'hits', aggregator)?.ratePerS;
  assert.deepEqual([rates('max'), rates('nonzero-min'), rates('nonzero-avg'), rates('one')], [40, 1, 20.5, 1]);
});

test('a process that comes later or ends counts while it is there', () => {
  const later = seconds([1, undefined], [2, undefined], [3, 50], [4, 51]);
  assert.deepEqual(valuesOf(later, 'size'), [1, 2, 53, 55]);
  assert.deepEqual(valuesOf(later, 'hits'), [1, 1, 2]);
  assert.deepEqual(valuesOf(seconds([1, 50], [2, 60], [3, undefined]), 'size'), [51, 62, 3]);
});

test('a value that is missing between two makes the moment a gap', () => {
  const unread = { ...targetSample(2, []), files: [] };
  const history = historyOf(
    ...[1, undefined, 3, 4].map((size, second) =>
      sampleAt(
        second * 1000,
        targetSample(1, [counter('hits', second), gauge('size', 10)]),
        size === undefined ? unread : targetSample(2, [counter('hits', 50), gauge('size', size)]),
      ),
    ),
  );
  assert.deepEqual(valuesOf(history, 'size'), [11, undefined, 13, 14]);
  assert.deepEqual(valuesOf(history, 'hits'), [1]);
});

test('a process that was restarted counts from zero, and what it was dead is no gap', () => {
  const reborn = { pid: 22, startTicks: 9 };
  const history = historyOf(
    sampleAt(0, hits(1, 0), hits(2, 500)),
    sampleAt(1000, hits(1, 1), hits(2, 510)),
    sampleAt(2000, hits(1, 2)),
    sampleAt(3000, hits(1, 3), { ...hits(2, 4), target: reborn }),
    sampleAt(4000, hits(1, 4), { ...hits(2, 7), target: reborn }),
  );
  assert.deepEqual(valuesOf(history, 'hits'), [11, 1, 1, 4]);
  const points = scopeGraph(history, API, 'hits', undefined)?.series[0]?.points ?? [];
  assert.deepEqual(
    points.map(({ isRestart }) => isRestart),
    [false, false, true, false],
  );
});

test('counts above 2⁵³ have exact rates', () => {
  const big = 2n ** 60n;
  const history = historyOf(
    sampleAt(0, hits(1, big), hits(2, big)),
    sampleAt(1000, hits(1, big + 3n), hits(2, big + 4n)),
  );
  assert.deepEqual(valuesOf(history, 'hits'), [7]);
});

test('the quantiles of a program are those of all that its processes observed', () => {
  const fast = Array.from({ length: 980 }, (_, index) => 1 + index / 1000);
  const slow = Array.from({ length: 40 }, (_, index) => 500 + index);
  const history = historyOf(
    sampleAt(0, latency(1, []), latency(2, [])),
    sampleAt(1000, latency(1, fast), latency(2, slow)),
  );
  const all = quantileOf(observed([...fast, ...slow], TIMER_BOUNDS), 0.99);
  const row = scopeMetric(history, API, 'latency', undefined);
  assert.equal(row?.quantiles?.p99, all);
  assert.equal(row?.value, 1020);
  const graph = scopeGraph(history, API, 'latency', undefined);
  assert.equal(graph?.series.find(({ name }) => name === 'p99')?.points.at(-1)?.value, all);
  assert.equal(graph?.rate?.points.at(-1)?.value, 1020);
  assert.equal(scopeMetric(historyAt(history, 0), API, 'latency', undefined)?.quantiles?.p99, undefined);
});

test('merging histograms of any bounds keeps all of their observations', () => {
  const parts = [observed([1, 2, 3], DEFAULT_BOUNDS), observed([], TIMER_BOUNDS), observed([400, 900], TIMER_BOUNDS)];
  const merged = mergeHistograms(parts);
  assert.deepEqual([merged?.count, merged?.min, merged?.max, merged?.sum], [5, 1, 900, 1306]);
  assert.equal(
    merged?.counts.reduce((sum, count) => sum + count, 0),
    5,
  );
});

test('texts that are the same in all processes are there once', () => {
  const history = historyOf(
    sampleAt(
      0,
      targetSample(1, [literalField('mode', 'text', 'a'), literalField('org.x', 'text', 'z')]),
      targetSample(2, [literalField('mode', 'text', 'b')]),
    ),
  );
  assert.deepEqual(
    scopeMetrics(history, API, 'sum', 0).map(({ value }) => value),
    ['a, b', 'z'],
  );
});

test('a thread has the metrics of its own file, and a program those of all threads under one label', () => {
  const files = [hits(1, 5), hits(1, 7)].flatMap((target) => target.files);
  const threaded = { ...hits(1, 5), files: files.map((file, index) => ({ ...file, tid: [1, 9][index] ?? 0 })) };
  const history = historyOf(sampleAt(0, threaded, hits(2, 100)));
  const thread = scopeMetrics(history, threadKey('1@100', 9), undefined, 0);
  assert.deepEqual(
    thread.map(({ key, value }) => [key, value]),
    [['hits#9', 7]],
  );
  assert.equal(scopeMetric(history, API, 'hits', undefined)?.value, 112);
});

test('of a graph the last moments can be had alone, gaps too', () => {
  const history = seconds([1, undefined], [2, undefined]);
  const group = groupOf(history, 'api');
  assert.ok(group);
  const last = (limit: number) => groupGraph(group, 'hits', chooseAggregator(undefined), limit)?.series[0]?.points;
  assert.deepEqual(
    last(1)?.map(({ value }) => value),
    [1],
  );
  assert.deepEqual(
    last(9)?.map(({ value }) => value),
    [undefined, 1],
  );
});

test('when all processes of a program have ended, their last values stay', () => {
  const ended = historyOf(
    sampleAt(0, targetSample(1, [gauge('size', 3)]), targetSample(2, [gauge('size', 4)])),
    sampleAt(1000),
  );
  assert.equal(scopeMetric(ended, API, 'size', undefined)?.value, 7);
});

test('the metrics of a program are made once a sample', () => {
  const history = seconds([1, 2], [2, 3]);
  assert.equal(scopeMetrics(history, API, undefined, 0), scopeMetrics(history, API, undefined, 0));
});
