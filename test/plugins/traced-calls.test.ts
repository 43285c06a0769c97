import assert from 'node:assert/strict';
import { tracingChannel } from 'node:diagnostics_channel';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { measureTracedCalls } from '../../src/agent/plugins/traced-calls.js';
import { Registry } from '../../src/agent/registry.js';

test('calls of a library are counted while they wait for their answer, and timed', async () => {
  const { registry, channel } = measured('test:answers');
  const { promise, answer } = unanswered();
  const call = channel.tracePromise(() => promise, {});
  assert.equal(registry.gauge('lib.active', LABELS).value, 1);
  answer();
  await call;
  // The end is published after the caller has been answered.
  await setImmediate();
  assert.equal(registry.gauge('lib.active', LABELS).value, 0);
  assert.equal(registry.timer('lib.duration', LABELS).count, 1);
  assert.equal(registry.counter('lib.errors', LABELS).value, 0);
});

test('calls that fail, later or at once, are errors and no longer in flight', async () => {
  const { registry, channel } = measured('test:fails');
  await assert.rejects(channel.tracePromise(() => Promise.reject(new Error('later')), {}));
  assert.throws(() => {
    channel.traceCallback(
      (_callback: () => void) => {
        throw new Error('at once');
      },
      0,
      {},
      undefined,
      () => undefined,
    );
  });
  assert.deepEqual([registry.counter('lib.errors', LABELS).value, registry.gauge('lib.active', LABELS).value], [2, 0]);
  assert.equal(registry.timer('lib.duration', LABELS).count, 2);
});

test('a library that is never loaded has no metrics', () => {
  const { registry } = measured('test:silent');
  assert.doesNotThrow(() => registry.counter('lib.duration'), 'the name is still free');
});

const LABELS = { labels: { operation: 'query' } };

interface Measured {
  readonly registry: Registry;
  readonly channel: ReturnType<typeof tracingChannel<unknown, object>>;
}

function measured(name: string): Measured {
  const registry = new Registry();
  measureTracedCalls(registry, 'lib', 'query', name);
  return { registry, channel: tracingChannel<unknown, object>(name) };
}

function unanswered(): { readonly promise: Promise<void>; readonly answer: () => void } {
  const resolvers: (() => void)[] = [];
  const promise = new Promise<void>((resolve) => resolvers.push(resolve));
  return { promise, answer: () => resolvers.forEach((resolve) => resolve()) };
}
