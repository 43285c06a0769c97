import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AGENT_FIELDS } from '../../src/format/agent-fields.js';
import { TIMER_BOUNDS } from '../../src/format/histogram-buckets.js';
import type { StatsField } from '../../src/format/stats-decode.js';
import { appendSample, emptyHistory, type History } from '../../src/model/history.js';
import { graphOf, metricRows } from '../../src/model/metric-table.js';
import { processRows } from '../../src/model/process-table.js';
import type { FileReading, Sample, TargetSample } from '../../src/source/sample.js';
import { observed } from '../support/observed.js';
import { counter, gauge, processReading, sampleAt, targetSample, timer } from '../support/sample.js';

function historyOf(...samples: readonly Sample[]): History {
  return samples.reduce(appendSample, emptyHistory);
}

function named(pid: number): TargetSample {
  return targetSample(pid, [], { name: `p${pid}` });
}

function fields(turn: number): readonly StatsField[] {
  const mode = { label: 'mode', value: 'fast', type: 's', kind: 'text', unit: undefined, help: undefined } as const;
  return [counter('hits', turn * 10), gauge('load', turn), mode];
}

function file(tid: number, value: number): FileReading {
  const snapshot = { fields: [gauge('load', value)], brokenReason: undefined };
  return { path: `/run/api-7-${tid}.mmstats`, tid, snapshot, reason: undefined };
}

test('there are no rows before the first sample', () => {
  assert.deepEqual(processRows(emptyHistory), []);
  assert.deepEqual(metricRows(emptyHistory, '7@700'), []);
});

test('the CPU of a process is known from the second sample on', () => {
  const first = sampleAt(0, targetSample(7, [], { process: processReading({ cpuMs: 100 }) }));
  const second = sampleAt(2000, targetSample(7, [], { process: processReading({ cpuMs: 1100 }) }));
  assert.equal(processRows(historyOf(first))[0]?.cpuPercent, undefined);
  assert.equal(processRows(historyOf(first, second))[0]?.cpuPercent, 50);
});

test('a row has the numbers of the event loop and the heap in milliseconds and bytes', () => {
  const numbers = [
    gauge(AGENT_FIELDS.heapUsed, 4096, 'bytes'),
    gauge(AGENT_FIELDS.eventLoopDelayP99, 0.012, 's'),
    gauge(AGENT_FIELDS.eventLoopUtilization, 0.25, 'ratio'),
  ];
  const [row] = processRows(historyOf(sampleAt(0, targetSample(7, numbers))));
  assert.equal(row?.heapUsedBytes, 4096);
  assert.equal(row?.eventLoopDelayMs, 12);
  assert.equal(row?.eventLoopUtilization, 0.25);
  assert.equal(row?.folder, '/run');
});

test('the delay of a stuck event loop is the time since it last turned, and it has no utilization', () => {
  const stale = [
    gauge(AGENT_FIELDS.heartbeat, 6000, 'ms'),
    gauge(AGENT_FIELDS.eventLoopDelayP99, 20, 'ms'),
    gauge(AGENT_FIELDS.eventLoopUtilization, 0.01, 'ratio'),
  ];
  const [row] = processRows(historyOf(sampleAt(9000, targetSample(7, stale, { state: 'stuck' }))));
  assert.equal(row?.eventLoopDelayMs, 3000);
  assert.equal(row?.eventLoopUtilization, undefined);
});

test('the living come first by pid, then the ended, the last of them first', () => {
  const history = historyOf(
    sampleAt(0, named(5), named(3), named(9), named(4)),
    sampleAt(1000, named(5), named(3), named(4)),
    sampleAt(2000, named(5), named(3)),
  );
  assert.deepEqual(
    processRows(history).map(({ pid, endedForMs }) => [pid, endedForMs]),
    [
      [3, undefined],
      [5, undefined],
      [4, 0],
      [9, 1000],
    ],
  );
});

test('a process that was found dead ended at its last heartbeat', () => {
  const dead = targetSample(7, [gauge(AGENT_FIELDS.heartbeat, 4000, 'ms')], { state: 'ended', process: undefined });
  assert.equal(processRows(historyOf(sampleAt(9000, dead)))[0]?.endedForMs, 5000);
});

test('a counter has a rate and recent rates, a gauge recent values, a text neither', () => {
  const samples = [0, 1, 2].map((turn) => sampleAt(turn * 1000, targetSample(7, fields(turn))));
  const rows = metricRows(historyOf(...samples), '7@700');
  assert.deepEqual(
    rows.map(({ label, ratePerS, recent }) => [label, ratePerS, recent]),
    [
      ['hits', 10, [undefined, 10, 10]],
      ['load', undefined, [0, 1, 2]],
      ['mode', undefined, []],
    ],
  );
});

test('the graph of a counter shows its rates', () => {
  const samples = [0, 1].map((turn) => sampleAt(turn * 1000, targetSample(7, [counter('hits', turn * 10)])));
  assert.deepEqual(
    graphOf(historyOf(...samples), '7@700', 'hits')
      ?.series.at(-1)
      ?.points.map(({ value }) => value),
    [undefined, 10],
  );
});

test('the same metric of two threads has two rows with keys of their own', () => {
  const rows = metricRows(historyOf(sampleAt(0, targetSample(7, [], { files: [file(7, 1), file(12, 2)] }))), '7@700');
  assert.deepEqual(
    rows.map(({ key, tid, value }) => [key, tid, value]),
    [
      ['load', 7, 1],
      ['load#12', 12, 2],
    ],
  );
});

test('two fields of one label have two rows with keys of their own', () => {
  const rows = metricRows(historyOf(sampleAt(0, targetSample(7, [gauge('a', 1), gauge('a', 2)]))), '7@700');
  assert.deepEqual(
    rows.map(({ key }) => key),
    ['a', 'a(2)'],
  );
});

test('a timer has its quantiles and its rate between the last two samples, and its p99 as graph', () => {
  const durations = [[], [10, 10], [10, 10, 500], [10, 10, 500]];
  const samples = durations.map((values, second) =>
    sampleAt(second * 1000, targetSample(7, [timer('latency', observed(values, TIMER_BOUNDS))])),
  );
  const [row] = metricRows(historyOf(...samples.slice(0, 3)), '7@700');
  assert.deepEqual([row?.value, row?.ratePerS], [3, 1]);
  assert.ok(Math.abs((row?.quantiles?.p50 ?? 0) - 500) <= 5);
  const p99 = graphOf(historyOf(...samples), '7@700', 'latency')
    ?.series.at(-1)
    ?.points.map(({ value }) => value);
  assert.deepEqual(
    p99?.map((value) => (value === undefined ? value : Math.round(value / 10) * 10)),
    [10, 500, undefined],
  );
});

test('after a restart the quantiles begin anew', () => {
  const before = targetSample(7, [timer('latency', observed([1, 1, 1], TIMER_BOUNDS))]);
  const after = targetSample(8, [timer('latency', observed([9], TIMER_BOUNDS))]);
  const history = historyOf(sampleAt(0, before), sampleAt(1000, after));
  const [row] = metricRows(history, [...history.processes.keys()][0] ?? '');
  assert.equal(row?.quantiles?.p99, undefined);
});

test('over a minute a counter has its rate and a gauge its mean, restarts and all', () => {
  const samples = Array.from({ length: 100 }, (_, second) => {
    const hits = second < 90 ? second * 7 : (second - 90) * 7;
    const load = second < 39 ? 1000 : second % 2;
    return sampleAt(second * 1000, targetSample(second < 90 ? 7 : 8, [counter('hits', hits), gauge('load', load)]));
  });
  const rows = metricRows(historyOf(...samples), '7@700');
  assert.ok(Math.abs((rows[0]?.minute ?? 0) - 7) < 0.2, `${rows[0]?.minute}`);
  assert.equal(Math.round((rows[1]?.minute ?? 0) * 10) / 10, 0.5);
});

test('averages can be made to begin anew', () => {
  const samples = [0, 1, 2, 3].map((second) => sampleAt(second * 1000, targetSample(7, [gauge('load', second * 10)])));
  assert.equal(metricRows(historyOf(...samples), '7@700', 2000)[0]?.minute, 25);
});
