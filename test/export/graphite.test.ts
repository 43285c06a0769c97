import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatGraphite, isForGraphite } from '../../src/export/graphite.js';
import { TIMER_BOUNDS } from '../../src/format/histogram-buckets.js';
import { noTotals, totalPrograms } from '../../src/model/program-totals.js';
import type { Sample } from '../../src/source/sample.js';
import { observed } from '../support/observed.js';
import { counter, gauge, sampleAt, targetSample, timer } from '../support/sample.js';

function push(...samples: readonly Sample[]): readonly string[] {
  let state = noTotals;
  let lines: readonly string[] = [];
  for (const sample of samples) {
    const totalled = totalPrograms(state, sample, isForGraphite);
    state = totalled.state;
    lines = formatGraphite(totalled.metrics, 'p', 1_790_000_000_900);
  }
  return lines;
}

test('processes of one name are one program: counts are added up, gauges have three numbers', () => {
  const sample = sampleAt(
    0,
    targetSample(1, [counter('hits', 3), gauge('size', 2), gauge('sys.pid', 1)]),
    targetSample(2, [counter('hits', 4), gauge('size', 6)]),
  );
  assert.deepEqual(push(sample), [
    'p.api.hits.count 7 1790000000',
    'p.api.size.avg 4 1790000000',
    'p.api.size.max 6 1790000000',
    'p.api.size.sum 8 1790000000',
  ]);
});

test('a total never goes back: what an ended process has counted stays', () => {
  const [one, two] = [targetSample(1, [counter('hits', 3)]), targetSample(2, [counter('hits', 4)])];
  const grown = targetSample(2, [counter('hits', 9)]);
  assert.deepEqual(push(sampleAt(0, one, two), sampleAt(1000, grown)), ['p.api.hits.count 12 1790000000']);
});

test('a timer has what it observed since the last time, and only its count when that is nothing', () => {
  const [before, after] = [[100], [100, 1, 1]].map((values) => [timer('t', observed(values, TIMER_BOUNDS))]);
  const lines = push(sampleAt(0, targetSample(1, before ?? [])), sampleAt(1000, targetSample(1, after ?? [])));
  assert.ok(lines.includes('p.api.t.count 3 1790000000') && lines.includes('p.api.t.p99 1.0078125 1790000000'));
  assert.deepEqual(push(sampleAt(0, targetSample(1, before ?? [])), sampleAt(1000, targetSample(1, before ?? []))), [
    'p.api.t.count 1 1790000000',
  ]);
});

test('names and labels are parts of a path, whatever is in them, and no line has a number that is none', () => {
  const fields = [counter('http.requests{path="/a b.c",status="200"}', 1), gauge('nan', Number.NaN)];
  assert.deepEqual(push(sampleAt(0, targetSample(1, fields, { name: 'shop/web.js' }))), [
    'p.shop_web_js.http.requests.path._a_b_c.status.200.count 1 1790000000',
  ]);
});
