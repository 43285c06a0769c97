import { performance } from 'node:perf_hooks';
import type { Counter } from '../counter.js';
import type { Gauge } from '../gauge.js';
import { type ChannelMessage, listen } from '../listen.js';
import type { Registry } from '../registry.js';
import type { Timer } from '../timer.js';

// 13 KiB for each operation.
const BOUNDS = { min: 0.01, max: 600_000 };

interface CallMetrics {
  readonly active: Gauge;
  readonly errors: Counter;
  readonly durations: Timer;
}

/**
 * Measures the calls that a library publishes on a tracing channel: how many are under way, how long they took, how many
 * failed.
 *
 * @param prefix Of the metrics' names: the library's.
 * @param operation The value of their label `operation`.
 */
export function measureTracedCalls(registry: Registry, prefix: string, operation: string, channel: string): void {
  let metrics: CallMetrics | undefined;
  // Weak: a call whose end is never published costs nothing but the number in flight.
  const startedMs = new WeakMap<ChannelMessage, number>();
  const failed = new WeakSet<ChannelMessage>();
  const finish = (call: ChannelMessage): void => {
    const started = startedMs.get(call);
    if (started === undefined) return;
    startedMs.delete(call);
    metrics?.active.dec();
    metrics?.durations.observe(performance.now() - started);
  };
  const on = (event: string, onCall: (call: ChannelMessage) => void): void => {
    listen(`tracing:${channel}:${event}`, registry.onDropped, onCall);
  };
  on('start', (call) => {
    metrics ??= createMetrics(registry, prefix, operation);
    startedMs.set(call, performance.now());
    metrics.active.inc();
  });
  on('error', (call) => {
    failed.add(call);
    metrics?.errors.inc();
  });
  // A call that throws at once has no asynchronous end.
  on('end', (call) => failed.has(call) && finish(call));
  on('asyncEnd', finish);
}

function createMetrics(registry: Registry, prefix: string, operation: string): CallMetrics {
  const labels = { operation };
  return {
    active: registry.gauge(`${prefix}.active`, { unit: 'calls', help: 'Calls that wait for their answer', labels }),
    errors: registry.counter(`${prefix}.errors`, { unit: 'errors', help: 'Calls that failed', labels }),
    durations: registry.timer(`${prefix}.duration`, { ...BOUNDS, help: 'From a call to its answer', labels }),
  };
}
