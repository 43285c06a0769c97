import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TIMER_BOUNDS } from '../../src/format/histogram-buckets.js';
import type { StatsField } from '../../src/format/stats-decode.js';
import { type FollowedField, followFields, growthOf, noMemory, observedSince } from '../../src/model/growth.js';
import { observed } from '../support/observed.js';
import { counter, gauge, sampleAt, targetSample, timer } from '../support/sample.js';

function follow(...rounds: readonly (readonly StatsField[])[]): readonly FollowedField[] {
  let memory = noMemory;
  let fields: readonly FollowedField[] = [];
  rounds.forEach((round, index) => {
    ({ memory, fields } = followFields(memory, sampleAt(index * 1000, targetSample(7, round)), () => true));
  });
  return fields;
}

test('a counter grows by what it has more, by all it has where it was not there, and from zero after it went down', () => {
  assert.deepEqual(follow([counter('hits', 3)], [counter('hits', 10)]).map(growthOf), [7]);
  assert.deepEqual(follow([], [counter('hits', 10)]).map(growthOf), [10]);
  assert.deepEqual(follow([counter('hits', 30)], [counter('hits', 10)]).map(growthOf), [10]);
});

test('a gauge may fall, and has not moved where it was not there', () => {
  assert.deepEqual(follow([gauge('size', 5)], [gauge('size', 2)]).map(growthOf), [-3]);
  assert.deepEqual(follow([], [gauge('size', 2)]).map(growthOf), [0]);
});

test('counters above 2⁵³ grow exactly', () => {
  assert.deepEqual(follow([counter('hits', 2n ** 60n)], [counter('hits', 2n ** 60n + 3n)]).map(growthOf), [3n]);
});

test('a file that a sample did not have goes on where it was', () => {
  assert.deepEqual(follow([counter('hits', 3)], [], [counter('hits', 10)]).map(growthOf), [7]);
});

test('a timer has observed what came since', () => {
  const [field] = follow([timer('t', observed([1], TIMER_BOUNDS))], [timer('t', observed([1, 50], TIMER_BOUNDS))]);
  assert.ok(field !== undefined);
  assert.equal(observedSince(field)?.count, 1);
});
