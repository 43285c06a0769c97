import type { HistogramSnapshot } from '../../src/format/histogram-buckets.js';
import type { StatsField } from '../../src/format/stats-decode.js';
import type { ProcessReading, Sample, TargetSample } from '../../src/source/sample.js';

/** A counter as a reader finds it. */
export function counter(label: string, value: number | bigint): StatsField {
  return { label, value, type: 'Q', kind: 'counter', unit: undefined, help: undefined };
}

/** A gauge as a reader finds it. */
export function gauge(label: string, value: number, unit?: string): StatsField {
  return { label, value, type: 'd', kind: 'gauge', unit, help: undefined };
}

/** A timer as a reader finds it. */
export function timer(label: string, histogram: HistogramSnapshot): StatsField {
  return { label, value: histogram.count, type: 'Q', kind: 'timer', unit: 'ms', help: undefined, histogram };
}

/** A living process with one stats file of these fields. */
export function targetSample(
  pid: number,
  fields: readonly StatsField[],
  rest: Partial<TargetSample> = {},
): TargetSample {
  return {
    target: { pid, startTicks: pid * 100 },
    name: 'api',
    runtime: 'node',
    state: 'live',
    stateReason: undefined,
    hasAgent: true,
    process: processReading({}),
    files: [
      {
        path: `/run/api-${pid}-${pid}.mmstats`,
        tid: pid,
        snapshot: { fields, brokenReason: undefined },
        reason: undefined,
      },
    ],
    socket: undefined,
    ...rest,
  };
}

/** What the system says of a process that started at the epoch. */
export function processReading(rest: Partial<ProcessReading>): ProcessReading {
  return {
    commandLine: ['node', 'api.js'],
    uid: 1000,
    user: 'alice',
    startedWallMs: 0,
    cpuMs: 0,
    rssBytes: 1024,
    threads: 11,
    ports: undefined,
    managedBy: undefined,
    ...rest,
  };
}

/** A sample taken `atMs` after the first, on a day in 2026. */
export function sampleAt(atMs: number, ...targets: readonly TargetSample[]): Sample {
  return { atMs, wallMs: 1_790_000_000_000 + atMs, targets, searched: [] };
}
