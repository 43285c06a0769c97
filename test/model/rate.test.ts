import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { rateBetween } from '../../src/model/rate.js';

test('a rate is the growth for each second that passed', () => {
  assert.equal(rateBetween({ atMs: 1000, value: 10 }, { atMs: 3000, value: 30 }), 10);
});

test('a counter that went down counts from zero', () => {
  assert.equal(rateBetween({ atMs: 0, value: 1000 }, { atMs: 1000, value: 4 }), 4);
});

test('a counter that is over its old value right after a restart counts from zero too', () => {
  assert.equal(rateBetween({ atMs: 0, value: 3 }, { atMs: 1000, value: 5, isRestart: true }), 5);
});

test('there is no rate across a gap', () => {
  assert.equal(rateBetween({ atMs: 0, value: undefined }, { atMs: 1000, value: 4 }), undefined);
  assert.equal(rateBetween({ atMs: 0, value: 4 }, { atMs: 1000, value: undefined }), undefined);
});

test('there is no rate over no time, nor backwards', () => {
  assert.equal(rateBetween({ atMs: 1000, value: 1 }, { atMs: 1000, value: 4 }), undefined);
  assert.equal(rateBetween({ atMs: 1000, value: 1 }, { atMs: 900, value: 4 }), undefined);
});

test('the rate of a counter above 2^53 is exact', () => {
  assert.equal(rateBetween({ atMs: 0, value: 2n ** 53n + 1n }, { atMs: 1000, value: 2n ** 53n + 4n }), 3);
  assert.equal(rateBetween({ atMs: 0, value: 2 ** 53 - 1 }, { atMs: 1000, value: 2n ** 53n + 1n }), 2);
});

test('no two points make a rate below zero or one that is no number', () => {
  const value = fc.oneof(fc.double(), fc.bigInt(), fc.constant(undefined));
  const point = fc.record({ atMs: fc.double({ noNaN: true }), value, isRestart: fc.boolean() });
  fc.assert(
    fc.property(point, point, (before, after) => {
      const rate = rateBetween(before, after);
      return rate === undefined || rate >= 0;
    }),
  );
});
