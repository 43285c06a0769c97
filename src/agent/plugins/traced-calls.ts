import { performance } from 'node:perf_hooks';
import type { Counter } from '../counter.js';
import type { Gauge } from '../gauge.js';
import { beganAt } from '../in-flight/began-at.js';
import { threadInFlight } from '../in-flight/in-flight.js';
import { type ChannelMessage, listen } from '../listen.js';
import type { Registry } from '../registry.js';
import type { Timer } from '../timer.js';
import { describeCall } from './describe-call.js';

// Between us and the application stand six frames of the channel's, and those of the library.
const MAX_FRAMES = 16;
// 13 KiB for each operation.
const BOUNDS = { min: 0.01, max: 600_000 };

interface OpenCall {
  readonly startedMs: number;
  readonly ticket: number;
}

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
  const inFlight = threadInFlight();
  // Weak: a call whose end is never published costs nothing but the number in flight.
  const open = new WeakMap<ChannelMessage, OpenCall>();
  const forgotten = new FinalizationRegistry<number>((ticket) => inFlight.end(ticket));
  const failed = new WeakSet<ChannelMessage>();
  const finish = (call: ChannelMessage): void => {
    const { startedMs, ticket } = open.get(call) ?? {};
    if (startedMs === undefined || ticket === undefined) return;
    open.delete(call);
    forgotten.unregister(call);
    inFlight.end(ticket);
    metrics?.active.dec();
    metrics?.durations.observe(performance.now() - startedMs);
  };
  const on = (event: string, onCall: (call: ChannelMessage) => void): void => {
    listen(`tracing:${channel}:${event}`, registry.onDropped, onCall);
  };
  on('start', (call) => {
    metrics ??= createMetrics(registry, prefix, operation);
    const startedMs = performance.now();
    const ticket = inFlight.begin(
      startedMs,
      prefix,
      `${operation} `,
      describeCall(call),
      beganAt(startedMs, MAX_FRAMES),
    );
    open.set(call, { startedMs, ticket });
    forgotten.register(call, ticket, call);
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
