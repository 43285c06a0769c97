import type { Promised } from './judge.js';

/** A case of the updates: the module in `cases/`, and what it calls. */
export interface UpdateCase {
  readonly library: string;
  readonly name: string;
  /** The package that must be installed; `undefined` for what is always there. */
  readonly peer?: string;
}

const PROM = { library: 'prom-client', peer: 'prom-client' };
const OTEL = { library: 'opentelemetry', peer: '@opentelemetry/sdk-metrics' };

export const UPDATE_CASES: readonly UpdateCase[] = [
  { library: 'bare', name: 'BigUint64Array add' },
  { library: 'bare', name: 'Float64Array add' },
  { library: 'bare', name: 'Float64Array store' },
  { library: 'porthole', name: 'counter.inc()' },
  { library: 'porthole', name: 'counter.inc(n)' },
  { library: 'porthole', name: '16 counters.inc()' },
  { library: 'porthole', name: 'gauge.set(v)' },
  { library: 'porthole', name: 'child.inc()' },
  { library: 'porthole', name: 'counter.labels({…}).inc()' },
  { library: 'porthole', name: 'meter.mark()' },
  { library: 'porthole', name: 'histogram.observe(v)' },
  { library: 'porthole', name: 'timer.observe(ms)' },
  { library: 'porthole', name: 'timer start, stop' },
  { ...PROM, name: 'counter.inc()' },
  { ...PROM, name: '16 counters.inc()' },
  { ...PROM, name: 'counter.inc({…})' },
  { ...PROM, name: 'child.inc()' },
  { ...PROM, name: 'gauge.set(v)' },
  { ...PROM, name: 'histogram.observe(v)' },
  { ...PROM, name: 'timer start, stop' },
  { ...OTEL, name: 'counter.add(1)' },
  { ...OTEL, name: 'counter.add(1, {…})' },
  { ...OTEL, name: 'histogram.record(v)' },
  { library: 'perf-hooks', name: 'histogram.record(v)' },
  { library: 'hdr-histogram-js', peer: 'hdr-histogram-js', name: 'recordValue(v)' },
];

const HISTOGRAMS = [
  'perf-hooks histogram.record(v)',
  'hdr-histogram-js recordValue(v)',
  'prom-client histogram.observe(v)',
  'opentelemetry histogram.record(v)',
];

export const PROMISES: readonly Promised[] = [
  { of: 'porthole counter.inc()', against: 'bare BigUint64Array add', atMost: 1.5 },
  { of: 'porthole counter.inc()', against: 'bare Float64Array add', atMost: 1.5 },
  { of: 'porthole counter.inc()', against: 'prom-client counter.inc()', timesFaster: 5 },
  { of: 'porthole 16 counters.inc()', against: 'prom-client 16 counters.inc()', timesFaster: 5 },
  { of: 'porthole gauge.set(v)', against: 'bare BigUint64Array add', atMost: 1.5 },
  { of: 'porthole gauge.set(v)', against: 'bare Float64Array add', atMost: 1.5 },
  { of: 'porthole gauge.set(v)', against: 'prom-client gauge.set(v)', timesFaster: 5 },
  { of: 'porthole child.inc()', against: 'prom-client counter.inc({…})', timesFaster: 20 },
  { of: 'porthole child.inc()', against: 'prom-client child.inc()', timesFaster: 5 },
  { of: 'porthole meter.mark()', against: 'porthole counter.inc()', atMost: 1.2 },
  ...HISTOGRAMS.flatMap((against) => [
    { of: 'porthole histogram.observe(v)', against, timesFaster: 1 },
    { of: 'porthole timer.observe(ms)', against, timesFaster: 1 },
  ]),
  { of: 'porthole timer start, stop', against: 'prom-client timer start, stop', timesFaster: 1 },
];

/** As a case is named in tables and promises. */
export function titleOf({ library, name }: UpdateCase): string {
  return `${library} ${name}`;
}
