import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { threadRegistry } from '../../src/agent/registry.js';
import { AGENT_FIELDS } from '../../src/format/agent-fields.js';
import {
  average,
  constant,
  counter,
  flag,
  gauge,
  histogram,
  meter,
  movingAverage,
  text,
  timer,
} from '../../src/index.js';

function droppedBy(update: () => void): number {
  const dropped = threadRegistry().counter(AGENT_FIELDS.dropped);
  const before = dropped.value;
  update();
  return dropped.value - before;
}

test('a meter counts', () => {
  meter('jobs').mark();
  meter('jobs').mark(41);
  assert.equal(meter('jobs').count, 42);
});

test('a histogram counts and adds up what it observes', () => {
  const sizes = histogram('sizes', { unit: 'bytes' });
  for (const size of [0, -0, 1, 512, 1e300]) sizes.observe(size);
  assert.deepEqual([sizes.count, sizes.sum], [5, 1e300 + 513]);
});

test('a timer times a function, and counts it too when it throws', () => {
  const calls = timer('calls');
  assert.equal(
    calls.time(() => 7),
    7,
  );
  assert.throws(
    () =>
      calls.time(() => {
        throw new TypeError('of the program');
      }),
    TypeError,
  );
  assert.equal(calls.count, 2);
});

test('a timer times a promise until it is settled, and its failure stays one', async () => {
  const calls = timer('calls.async');
  assert.equal(await calls.time(async () => Promise.resolve(7)), 7);
  await assert.rejects(
    calls.time(() => Promise.reject(new Error('of the program'))),
    /of the program/,
  );
  assert.equal(calls.count, 2);
});

test('a timer leaves alone what only looks like a promise', () => {
  // oxlint-disable-next-line unicorn/no-thenable -- that is what is tested
  const query = { then: (): never => assert.fail('the query was started') };
  assert.equal(
    timer('queries').time(() => query),
    query,
  );
});

test('a timer that is stopped twice counts once, and says the same', () => {
  const stop = timer('stopped').startTimer();
  assert.equal(stop(), stop());
  assert.equal(timer('stopped').count, 1);
});

test('a timer is stopped at the end of a block', () => {
  {
    using stop = timer('scoped').startTimer();
    assert.equal(typeof stop, 'function');
  }
  assert.equal(timer('scoped').count, 1);
});

test('a flag is what it was set to', () => {
  flag('ready').set(true);
  assert.equal(flag('ready').value, true);
});

test('an average is the mean of all values, a moving one of the last', () => {
  const all = average('all');
  const last = movingAverage('last', { size: 3 });
  for (const value of [1, 2, 3, 4, 5, 6, 7]) {
    all.add(value);
    last.add(value);
  }
  assert.deepEqual([all.value, last.value], [4, 6]);
});

test('a gauge with a function has its value at each sample, and keeps it when the function fails', () => {
  const values = [3, 4];
  const queue = gauge('queue', {
    collect: () => {
      const value = values.shift();
      if (value === undefined) throw new Error('of the program');
      return value;
    },
  });
  const seen = [0, 1, 2].map(() => {
    threadRegistry().collect();
    return queue.value;
  });
  assert.deepEqual(seen, [3, 4, 4]);
});

test('one name is one kind of metric, and a name whose options were refused is free', () => {
  assert.throws(() => histogram('refused', { min: 0 }), { code: 'wrong-usage' });
  constant('refused', 1);
  assert.throws(() => histogram('refused'), { code: 'kind-mismatch' });
  average('averaged');
  assert.throws(() => gauge('averaged'), { code: 'kind-mismatch', message: /is an average; it cannot be a gauge/ });
});

const MISTAKES: Readonly<Record<string, () => unknown>> = {
  'bounds in the wrong order': () => histogram('wrong.order', { min: 10, max: 1 }),
  'bounds too far apart': () => histogram('wrong.range', { min: 1e-300, max: 1e300 }),
  'a moving average of nothing': () => movingAverage('wrong.size', { size: 0 }),
  'a limit that is no number': () => counter('wrong.limit', { maxChildren: Number.NaN }),
  'a text of no size': () => text('wrong.text', { size: 0 }),
  'a constant that is no value': () => constant('wrong.constant', Number.NaN),
};
for (const [what, make] of Object.entries(MISTAKES)) {
  test(`${what} is refused when the metric is made`, () => assert.throws(make, { code: 'wrong-usage' }));
}

test('no update throws, whatever it is given', () => {
  const all = [
    ...[counter('any.counter'), counter('any.child').labels({ a: 1 })].map((one) => one.inc.bind(one)),
    ...[gauge('any.gauge')].flatMap((one) => [one.set.bind(one), one.inc.bind(one), one.dec.bind(one)]),
    ...[meter('any.meter')].map((one) => one.mark.bind(one)),
    ...[histogram('any.histogram')].map((one) => one.observe.bind(one)),
    ...[timer('any.timer')].map((one) => one.observe.bind(one)),
    ...[text('any.text')].map((one) => one.set.bind(one)),
    ...[flag('any.flag')].map((one) => one.set.bind(one)),
    ...[average('any.average'), movingAverage('any.moving')].map((one) => one.add.bind(one)),
  ] as readonly ((value: unknown) => void)[];
  const value = fc.oneof(fc.anything({ withBigInt: true, withDate: true }), fc.double(), fc.integer());
  fc.assert(
    fc.property(value, (anything) => {
      for (const update of all) update(anything);
    }),
    { numRuns: 1000 },
  );
});

test('durations and sizes that cannot be are counted as dropped', () => {
  const impossible = [-1, Number.NaN, Number.POSITIVE_INFINITY, '1', 1n];
  const observing: { observe(value: unknown): void } = timer('impossible');
  assert.equal(
    droppedBy(() => impossible.forEach((value) => observing.observe(value))),
    impossible.length,
  );
  assert.equal(timer('impossible').count, 0);
});
