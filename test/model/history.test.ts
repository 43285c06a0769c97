import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  appendSample,
  emptyHistory,
  type History,
  historyBytes,
  KEEP_ENDED_BARE_MS,
  KEEP_ENDED_MS,
  seriesOf,
} from '../../src/model/history.js';
import { metricRows } from '../../src/model/metric-table.js';
import { historyAt, oldestMs } from '../../src/model/past.js';
import { processRows } from '../../src/model/process-table.js';
import { MAX_AGE_MS, MAX_POINTS } from '../../src/model/series.js';
import type { Sample, TargetSample } from '../../src/source/sample.js';
import { counter, gauge, processReading, sampleAt, targetSample } from '../support/sample.js';

function historyOf(...samples: readonly Sample[]): History {
  return samples.reduce(appendSample, emptyHistory);
}

function manyFields(second: number) {
  return Array.from({ length: 50 }, (_, index) => gauge(`m${index}`, second * index));
}

function valuesOf(history: History, processKey: string, metricKey: string): readonly (number | undefined)[] {
  return seriesOf(history, processKey, metricKey)?.points.map(({ value }) => value) ?? [];
}

/** A process without an agent. */
function bareSample(pid: number, startedWallMs: number): TargetSample {
  return targetSample(pid, [], { state: 'no-agent', files: [], process: processReading({ startedWallMs }) });
}

test('every sample adds a point with both of its times', () => {
  const history = historyOf(
    sampleAt(0, targetSample(7, [gauge('load', 1)])),
    sampleAt(1000, targetSample(7, [gauge('load', 2)])),
  );
  assert.deepEqual(seriesOf(history, '7@700', 'load')?.points, [
    { atMs: 0, wallMs: 1_790_000_000_000, value: 1, isRestart: false },
    { atMs: 1000, wallMs: 1_790_000_001_000, value: 2, isRestart: false },
  ]);
});

test('appending leaves the older history as it was', () => {
  const older = historyOf(sampleAt(0, targetSample(7, [gauge('load', 1)])));
  appendSample(older, sampleAt(1000, targetSample(7, [gauge('load', 2)])));
  assert.deepEqual(valuesOf(older, '7@700', 'load'), [1]);
});

test('a metric that is not in a sample has a gap there', () => {
  const history = historyOf(
    sampleAt(0, targetSample(7, [gauge('load', 1)])),
    sampleAt(1000, targetSample(7, [])),
    sampleAt(2000, targetSample(7, [gauge('load', 3)])),
  );
  assert.deepEqual(valuesOf(history, '7@700', 'load'), [1, undefined, 3]);
});

test('a metric that appears later has no points before', () => {
  const history = historyOf(
    sampleAt(0, targetSample(7, [gauge('a', 1)])),
    sampleAt(1000, targetSample(7, [gauge('a', 1), gauge('b', 5)])),
  );
  assert.deepEqual(
    seriesOf(history, '7@700', 'b')?.points.map(({ atMs, value }) => [atMs, value]),
    [[1000, 5]],
  );
});

test('a program that comes back with another pid continues its row', () => {
  const history = historyOf(
    sampleAt(0, targetSample(7, [counter('hits', 90)])),
    sampleAt(1000, targetSample(8, [counter('hits', 2)])),
  );
  assert.deepEqual([...history.processes.keys()], ['7@700']);
  assert.deepEqual(
    seriesOf(history, '7@700', 'hits')?.points.map(({ isRestart }) => isRestart),
    [false, true],
  );
  assert.deepEqual(
    metricRows(history, '7@700').map(({ ratePerS }) => ratePerS),
    [2],
  );
});

test('a program that comes back with the same pid is restarted all the same', () => {
  const again = targetSample(7, [counter('hits', 95)], { target: { pid: 7, startTicks: 999 } });
  const history = historyOf(sampleAt(0, targetSample(7, [counter('hits', 90)])), sampleAt(1000, again));
  assert.deepEqual([...history.processes.keys()], ['7@700']);
  assert.equal(history.processes.get('7@700')?.isRestarted, true);
  assert.equal(history.processes.get('7@700')?.cpuPercent, undefined);
  assert.deepEqual(
    metricRows(history, '7@700').map(({ ratePerS }) => ratePerS),
    [95],
  );
});

test('another program that has the pid of one that ended has a row of its own', () => {
  const other = targetSample(7, [counter('hits', 95)], { name: 'other', target: { pid: 7, startTicks: 999 } });
  const history = historyOf(sampleAt(0, targetSample(7, [counter('hits', 90)])), sampleAt(1000, other));
  assert.deepEqual(
    [...history.processes.values()].map(({ key, latest }) => [key, latest.name, latest.state]),
    [
      ['7@999', 'other', 'live'],
      ['7@700', 'api', 'ended'],
    ],
  );
});

test('a program without an agent that has run for long is shown for a while when it ends, a short one is not', () => {
  const first = sampleAt(0, bareSample(7, 0), bareSample(8, sampleAt(0).wallMs - 50));
  const history = historyOf(first, sampleAt(1000));
  assert.deepEqual(
    [...history.processes.values()].map(({ latest }) => [latest.target.pid, latest.state]),
    [[7, 'ended']],
  );
  assert.equal(historyOf(first, sampleAt(1000), sampleAt(1001 + KEEP_ENDED_BARE_MS)).processes.size, 0);
});

test('what is left of the earlier life of a restarted program makes no row', () => {
  const left = targetSample(7, [counter('hits', 90)], { state: 'ended', process: undefined });
  const back = targetSample(8, [counter('hits', 2)]);
  const first = sampleAt(0, targetSample(7, [counter('hits', 90)]));
  const history = historyOf(first, sampleAt(1000, left, back), sampleAt(2000, left, back));
  assert.deepEqual(
    [...history.processes.values()].map(({ latest }) => latest.target.pid),
    [8],
  );
});

test('two programs of one name that live at the same time have two rows', () => {
  const history = historyOf(sampleAt(0, targetSample(7, [])), sampleAt(1000, targetSample(7, []), targetSample(8, [])));
  assert.deepEqual([...history.processes.keys()], ['7@700', '8@800']);
});

test('a program whose end was not seen is not continued', () => {
  const left = targetSample(7, [], { state: 'ended', process: undefined });
  const history = historyOf(sampleAt(0, left), sampleAt(1000, left, targetSample(8, [])));
  assert.equal(history.processes.size, 2);
});

test('a neighbour that loses its start time when it ends keeps its row', () => {
  const left = targetSample(7, [], { state: 'ended', process: undefined, target: { pid: 7, startTicks: undefined } });
  const history = historyOf(sampleAt(0, targetSample(7, [])), sampleAt(1000, left));
  assert.deepEqual([...history.processes.keys()], ['7@700']);
});

test('an ended process keeps its last values, and its graph ends', () => {
  const history = historyOf(sampleAt(0, targetSample(7, [gauge('load', 4)])), sampleAt(1000));
  assert.deepEqual(
    metricRows(history, '7@700').map(({ value }) => value),
    [4],
  );
  assert.deepEqual(valuesOf(history, '7@700', 'load'), [4, undefined]);
});

test('an ended process without files is forgotten after a while', () => {
  const history = historyOf(sampleAt(0, targetSample(7, [])), sampleAt(1000), sampleAt(1001 + KEEP_ENDED_MS));
  assert.equal(history.processes.size, 0);
});

test('points are kept for so long and so many', () => {
  let history = emptyHistory;
  for (let atMs = 0; atMs < 2 * MAX_AGE_MS; atMs += 10_000) {
    history = appendSample(history, sampleAt(atMs, targetSample(7, [gauge('load', atMs)])));
  }
  const points = seriesOf(history, '7@700', 'load')?.points ?? [];
  assert.equal((points.at(-1)?.atMs ?? 0) - (points[0]?.atMs ?? 0), MAX_AGE_MS);
  for (let turn = 0; turn < MAX_POINTS + 10; turn++) {
    history = appendSample(history, sampleAt(2 * MAX_AGE_MS + turn, targetSample(7, [gauge('load', turn)])));
  }
  assert.equal(valuesOf(history, '7@700', 'load').length, MAX_POINTS);
});

test('the rate of a counter above 2^53 is not lost in rounding', () => {
  const history = historyOf(
    sampleAt(0, targetSample(7, [counter('hits', 2n ** 53n + 1n)])),
    sampleAt(1000, targetSample(7, [counter('hits', 2n ** 53n + 4n)])),
  );
  assert.equal(metricRows(history, '7@700')[0]?.ratePerS, 3);
});

test('the history at a moment has the processes, states and numbers of that moment', () => {
  const blocked = gauge('org.porthole.heartbeat', 1200, 'ms');
  const history = historyOf(
    sampleAt(1000, targetSample(7, [counter('hits', 10)])),
    sampleAt(2000, targetSample(7, [counter('hits', 30)])),
    sampleAt(
      3000,
      targetSample(7, [counter('hits', 31), blocked], { state: 'stuck', stateReason: 'event loop blocked 1.8 s' }),
    ),
    sampleAt(
      4000,
      targetSample(7, [counter('hits', 31), blocked], { state: 'stuck', stateReason: 'event loop blocked 2.8 s' }),
      targetSample(9, []),
    ),
    sampleAt(5000, targetSample(9, [])),
  );
  const rowsAt = (atMs: number) => processRows(historyAt(history, atMs));
  const past = historyAt(history, 2500);
  assert.deepEqual(
    metricRows(past, '7@700').map(({ label, value, ratePerS }) => [label, value, ratePerS]),
    [['hits', 30, 20]],
  );
  assert.deepEqual(
    rowsAt(2500).map(({ pid, state }) => [pid, state]),
    [[7, 'live']],
  );
  assert.equal(rowsAt(3500)[0]?.stateReason, 'event loop blocked 2.3 s');
  assert.deepEqual(
    rowsAt(4000).map(({ pid, state }) => [pid, state]),
    [
      [7, 'stuck'],
      [9, 'live'],
    ],
  );
  assert.deepEqual(
    rowsAt(5000).map(({ pid, state }) => [pid, state]),
    [
      [9, 'live'],
      [7, 'ended'],
    ],
  );
  assert.equal(oldestMs(history), 1000);
});

test('the history at a moment before a restart has the earlier process', () => {
  const history = historyOf(
    sampleAt(0, targetSample(7, [counter('hits', 90)])),
    sampleAt(1000, targetSample(8, [counter('hits', 2)])),
  );
  const [row] = processRows(historyAt(history, 500));
  assert.deepEqual([row?.pid, row?.isRestarted], [7, false]);
  assert.equal(metricRows(historyAt(history, 500), '7@700')[0]?.value, 90);
});

test('where there is too much to keep, fewer minutes are kept, and memory stays bounded', () => {
  let history: History = { ...emptyHistory, maxBytes: 2 ** 17 };
  for (let second = 0; second < 900; second++) {
    history = appendSample(history, sampleAt(second * 1000, targetSample(7, manyFields(second))));
  }
  assert.ok(history.maxAgeMs < MAX_AGE_MS);
  assert.ok(historyBytes(history) < 2 ** 17 * 1.3, `${historyBytes(history)}`);
});
