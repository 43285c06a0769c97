import fc from 'fast-check';
import { bucketCountOf, positionOf, TIMER_BOUNDS } from '../../src/format/histogram-buckets.js';
import { METRIC_KINDS } from '../../src/format/metric-meta.js';
import type { FileReading, HostReading, ProcessState, Sample, TargetSample } from '../../src/format/sample.js';
import type { StatsField, StatsValue } from '../../src/format/stats-decode.js';

// As everything that porthole makes: objects with the prototype of all.
const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record<T>(model, { noNullPrototype: true });

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const absent = fc.constant(undefined);
const maybeText = fc.option(text, { nil: undefined });
const whole = fc.integer({ min: 0, max: 2 ** 31 });
const maybeWhole = fc.option(whole, { nil: undefined });
const number = fc.oneof(fc.double(), fc.integer(), fc.maxSafeInteger(), fc.constant(-0));
const value: fc.Arbitrary<StatsValue> = fc.oneof(
  number,
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n }),
  fc.boolean(),
  text,
);

const rate = fc.option(fc.double(), { nil: undefined });
const histogram = record({
  start: fc.integer({ min: 0, max: bucketCountOf(TIMER_BOUNDS) - 20 }),
  counts: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 20 }),
  sum: fc.double(),
  extremes: fc.option(fc.tuple(fc.double(), fc.double()), { nil: undefined }),
  below: whole,
  above: whole,
}).map(({ start, counts, sum, extremes, below, above }) => ({
  count: counts.reduce((total, one) => total + one, below + above),
  sum,
  min: extremes?.[0],
  max: extremes?.[1],
  bounds: TIMER_BOUNDS,
  below,
  above,
  firstPosition: positionOf(TIMER_BOUNDS.min) + start,
  counts,
}));

const said = record({
  // Few, so that the same field comes again in the next sample.
  label: fc.constantFrom('a', 'b', 'http.requests{method="GET"}', 'ünï'),
  type: fc.constantFrom('Q', 'd', '64s'),
  kind: fc.constantFrom(...METRIC_KINDS),
  unit: fc.constantFrom('ms', undefined),
  help: fc.constantFrom('what it is', undefined),
});
const rates = record({ meanPerS: rate, m1PerS: rate, m5PerS: rate, m15PerS: rate });
const field: fc.Arbitrary<StatsField> = fc
  .tuple(said, value, fc.oneof(absent, histogram), fc.oneof(absent, rates))
  .map(([described, one, buckets, meter]) => ({
    ...described,
    value: one,
    ...(buckets === undefined ? {} : { histogram: buckets }),
    ...(meter === undefined ? {} : { meter }),
  }));

const file: fc.Arbitrary<FileReading> = record({
  path: fc.constantFrom('/dev/shm/a-1-1.mmstats', '/dev/shm/b-2-2.mmstats'),
  tid: maybeWhole,
  reason: maybeText,
  snapshot: fc.option(record({ fields: fc.array(field, { maxLength: 4 }), brokenReason: maybeText }), {
    nil: undefined,
  }),
});

const process = record({
  commandLine: fc.array(text, { maxLength: 3 }),
  uid: whole,
  user: text,
  startedWallMs: whole,
  cpuMs: number,
  rssBytes: number,
  threads: number,
  ports: fc.option(fc.array(whole, { maxLength: 2 }), { nil: undefined }),
  managedBy: maybeText,
});

const localTarget: fc.Arbitrary<TargetSample> = record({
  target: fc.oneof(
    record({ pid: fc.constantFrom(1, 2, 3), startTicks: fc.constantFrom(7, undefined) }),
    record({ pid: fc.constantFrom(1, 2), startTicks: absent, host: fc.constantFrom('box', 'db') }),
    record({ pid: fc.constant(0), startTicks: absent, path: fc.constantFrom('/x', '/y') }),
  ),
  name: text,
  runtime: fc.constantFrom('node' as const, 'python' as const, undefined),
  state: fc.constantFrom<ProcessState>('live', 'stuck', 'ended', 'unreadable', 'no-agent'),
  stateReason: maybeText,
  hasAgent: fc.boolean(),
  process: fc.option(process, { nil: undefined }),
  files: fc.array(file, { maxLength: 2 }),
  socket: maybeText,
});

const look = fc.option(record({ atMs: number, wallMs: number }), { nil: undefined });
const target: fc.Arbitrary<TargetSample> = fc
  .tuple(localTarget, look)
  .map(([found, at]) => (at === undefined ? found : { ...found, at }));

const host: fc.Arbitrary<HostReading> = record({
  host: fc.constantFrom('box', 'db'),
  state: fc.constantFrom('connecting' as const, 'live' as const, 'lost' as const),
  sinceMs: whole,
  reason: maybeText,
});

const localSample: fc.Arbitrary<Sample> = record({
  atMs: number,
  wallMs: number,
  targets: fc.array(target, { maxLength: 4 }),
  searched: fc.array(
    record({
      path: text,
      outcome: fc.constantFrom('read' as const, 'absent' as const, 'unreadable' as const),
      reason: maybeText,
    }),
    { maxLength: 2 },
  ),
});

/** Any sample at all, with processes and fields that are likely to come again in the next. */
export const arbitrarySample: fc.Arbitrary<Sample> = fc
  .tuple(localSample, fc.option(fc.array(host, { maxLength: 2 }), { nil: undefined }))
  .map(([sample, hosts]) => (hosts === undefined ? sample : { ...sample, hosts }));
