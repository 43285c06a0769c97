import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AGENT_FIELDS } from '../../src/format/agent-fields.js';
import { TIMER_BOUNDS } from '../../src/format/histogram-buckets.js';
import type { StatsField } from '../../src/format/stats-decode.js';
import { appendSample, emptyHistory } from '../../src/model/history.js';
import { warningsOf } from '../../src/model/warnings.js';
import type { Sample } from '../../src/source/sample.js';
import { observed } from '../support/observed.js';
import { counter, gauge, sampleAt, targetSample, timer } from '../support/sample.js';

function warned(...samples: readonly Sample[]): readonly string[] {
  const history = samples.reduce((before, sample) => appendSample(before, sample), emptyHistory);
  return warningsOf(history).map(({ kind, text }) => `${kind}: ${text}`);
}

function seconds(count: number, fieldsAt: (second: number) => readonly StatsField[]): readonly Sample[] {
  return Array.from({ length: count }, (_, second) => sampleAt(second * 1000, targetSample(7, fieldsAt(second))));
}

const healthy = (second: number) => [
  gauge(AGENT_FIELDS.eventLoopUtilization, 0.5, 'ratio'),
  gauge(AGENT_FIELDS.heapUsed, 5, 'bytes'),
  gauge(AGENT_FIELDS.heapLimit, 10, 'bytes'),
  gauge('nodejs.active.handles.total', 20 + (second % 3)),
  gauge(AGENT_FIELDS.heartbeat, second * 1000, 'ms'),
  counter(AGENT_FIELDS.dropped, 0),
];

test('a healthy process has no warning', () => {
  assert.deepEqual(warned(...seconds(100, healthy)), []);
});

test('a blocked event loop is warned of', () => {
  const stuck = targetSample(7, [], { state: 'stuck', stateReason: 'event loop blocked 3.2 s' });
  assert.match(warned(sampleAt(0, stuck))[0] ?? '', /^loop-blocked: event loop blocked 3\.2 s: nothing else runs/);
});

test('an event loop that is busy nearly all the time is warned of, one busy moment is not', () => {
  const busy = seconds(10, () => [gauge(AGENT_FIELDS.eventLoopUtilization, 0.97, 'ratio')]);
  assert.match(warned(...busy)[0] ?? '', /^loop-busy: event loop busy 97%/);
  const once = seconds(10, (second) => [gauge(AGENT_FIELDS.eventLoopUtilization, second === 9 ? 1 : 0.1, 'ratio')]);
  assert.deepEqual(warned(...once), []);
});

test('a heap that is nearly full says how full, and what raises the limit', () => {
  const full = [gauge(AGENT_FIELDS.heapUsed, 95 * 2 ** 20), gauge(AGENT_FIELDS.heapLimit, 100 * 2 ** 20)];
  assert.match(warned(...seconds(1, () => full))[0] ?? '', /^heap-near-limit: heap 95% full \(95 MiB of 100 MiB\)/);
});

test('much garbage collection is warned of by its share of the time', () => {
  const collecting = seconds(12, (second) => [
    timer(
      'nodejs.gc.duration{kind="major"}',
      observed(
        Array.from({ length: second }, () => 300),
        TIMER_BOUNDS,
      ),
    ),
  ]);
  assert.match(warned(...collecting)[0] ?? '', /^much-collection: garbage collection takes 30% of its time/);
});

test('handles that only grow are warned of, those that are closed again are not', () => {
  const growing = seconds(90, (second) => [gauge('nodejs.active.handles.total', 10 + second)]);
  assert.match(warned(...growing)[0] ?? '', /^handles-growing: handles only grow: \+89 in 1m29s/);
  const closed = seconds(90, (second) => [gauge('nodejs.active.handles.total', second === 50 ? 1 : 10 + second)]);
  assert.deepEqual(warned(...closed), []);
  const started = seconds(90, (second) => [gauge('nodejs.active.handles.total', Math.min(second * 10, 100))]);
  assert.deepEqual(warned(...started), []);
});

test('metrics that found no room in the stats file are told apart from dropped updates', () => {
  assert.match(
    warned(...seconds(1, () => [counter(AGENT_FIELDS.withoutRoom, 12)]))[0] ?? '',
    /^file-full: dropped: 12 metrics \(file full\): the stats file has no room for more/,
  );
  assert.deepEqual(warned(...seconds(1, () => [counter(AGENT_FIELDS.withoutRoom, 0)])), []);
});

test('dropped updates and a broken file are warned of', () => {
  assert.match(
    warned(...seconds(1, () => [counter(AGENT_FIELDS.dropped, 12)]))[0] ?? '',
    /^updates-dropped: dropped: 12/,
  );
  const file = { path: '/run/x.mmstats', tid: 7, snapshot: undefined, reason: 'version 9, this reads 1' };
  assert.deepEqual(warned(sampleAt(0, targetSample(7, [], { files: [file] }))), [
    'file-broken: /run/x.mmstats: version 9, this reads 1',
  ]);
});

test('a clock that was set is told of for a minute', () => {
  const beats = seconds(4, (second) => [gauge(AGENT_FIELDS.heartbeat, second * 1000)]);
  const jumped = beats.map((sample, second) => (second < 2 ? sample : { ...sample, wallMs: sample.wallMs + 3200 }));
  assert.match(warned(...jumped)[0] ?? '', /^clock-jumped: the system clock was set \(\+3\.2 s\)/);
  const later = sampleAt(70_000, targetSample(7, [gauge(AGENT_FIELDS.heartbeat, 70_000)]));
  assert.deepEqual(warned(...jumped, { ...later, wallMs: later.wallMs + 3200 }), []);
});

test('files that were found without their process are warned of, those of one that was seen to end are not', () => {
  const left = targetSample(7, [counter('a', 1)], { state: 'ended', process: undefined });
  assert.match(warned(sampleAt(0, left))[0] ?? '', /^files-stale: files of a process that is gone: porthole clean/);
  assert.deepEqual(warned(sampleAt(0, targetSample(7, [counter('a', 1)])), sampleAt(1000, left)), []);
});
