import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AGENT_FIELDS } from '../../src/format/agent-fields.js';
import { TIMER_BOUNDS } from '../../src/format/histogram-buckets.js';
import type { StatsField } from '../../src/format/stats-decode.js';
import { rateFields } from '../../src/model/observation-rate.js';
import type { Sample } from '../../src/source/sample.js';
import { observed } from '../support/observed.js';
import { gauge, sampleAt, targetSample, timer } from '../support/sample.js';

const CREATED = gauge(AGENT_FIELDS.created, 1_790_000_000);

function rateOf(sample: Sample, before?: Sample): number | undefined {
  const [target] = sample.targets;
  const [file] = target?.files ?? [];
  if (target === undefined || file === undefined) assert.fail('a sample without a file');
  return rateFields(file, target, sample, before).find(({ label }) => label === 'latency')?.ratePerS;
}

function sampleOf(atMs: number, ...fields: readonly StatsField[]): Sample {
  return sampleAt(atMs, targetSample(7, fields));
}

test('a rate is taken since the sample before', () => {
  const before = sampleOf(0, timer('latency', observed([1], TIMER_BOUNDS)));
  assert.equal(rateOf(sampleOf(2000, timer('latency', observed([1, 2, 3], TIMER_BOUNDS))), before), 1);
});

test('a timer that was made since has counted from zero', () => {
  const before = sampleOf(0, CREATED);
  assert.equal(rateOf(sampleOf(1000, timer('latency', observed([1, 2, 3], TIMER_BOUNDS))), before), 3);
});

test('without a sample before, a rate is taken since the file was made', () => {
  assert.equal(rateOf(sampleOf(2000, CREATED, timer('latency', observed([1, 2, 3, 4], TIMER_BOUNDS)))), 2);
});

test('a process that has ended, or a file that does not say when it was made, has no rate', () => {
  const fields = [CREATED, timer('latency', observed([1], TIMER_BOUNDS))];
  assert.equal(rateOf(sampleAt(2000, targetSample(7, fields, { state: 'ended' }))), undefined);
  assert.equal(rateOf(sampleOf(2000, ...fields.slice(1))), undefined);
});
