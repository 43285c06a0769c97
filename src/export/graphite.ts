import { parseMetricName } from '../model/metric-pattern.js';
import type { ProgramMetric } from '../model/program-totals.js';
import { meanOf, quantileOf, SHOWN_QUANTILES } from '../model/quantile.js';

/** What is not measured but names a process. */
const BOOKKEEPING = /^(sys|org)\./;

/** Whether a metric is worth a path. */
export function isForGraphite(label: string): boolean {
  return !BOOKKEEPING.test(label);
}

/**
 * The lines of Graphite's plaintext protocol, `PREFIX.PROGRAM.METRIC.SUFFIX VALUE SECONDS`, without their ends.
 *
 * The suffixes are Codahale's: `count` of what counts; `m1_rate` and so on of a
 * meter; `min mean max p50 p90 p99 p999` of what a histogram or timer observed since the last time; and
 * `avg max sum` over the processes of anything else. Labels are parts of the path: `http.requests.method.GET`.
 */
export function formatGraphite(metrics: readonly ProgramMetric[], prefix: string, wallMs: number): readonly string[] {
  const seconds = Math.floor(wallMs / 1000);
  return metrics.flatMap((metric) => {
    const path = `${prefix}.${plainPart(metric.program)}.${metricPath(metric.label)}`;
    return Object.entries(numbersOf(metric))
      .filter(([, value]) => value !== undefined && Number.isFinite(value))
      .map(([suffix, value]) => `${path}.${suffix} ${value} ${seconds}`);
  });
}

/** A text as one part of a path: what parts paths or lines becomes `_`. */
export function plainPart(text: string): string {
  return text.replace(/[^\p{L}\p{N}_-]+/gu, '_') || '_';
}

function metricPath(label: string): string {
  const { name, labels } = parseMetricName(label);
  const parts = name.split('.').filter((part) => part !== '');
  return [...parts, ...[...labels].flat()].map(plainPart).join('.');
}

function numbersOf({ total, values, window, meters }: ProgramMetric): Readonly<Record<string, number | undefined>> {
  if (total === undefined) {
    if (values.length === 0) return {};
    const sum = values.reduce((all, value) => all + value, 0);
    return { avg: sum / values.length, max: Math.max(...values), sum };
  }
  const quantiles =
    window === undefined
      ? {}
      : Object.fromEntries(Object.entries(SHOWN_QUANTILES).map(([name, q]) => [name, quantileOf(window, q)]));
  const distribution =
    window === undefined ? {} : { min: window.min, mean: meanOf(window), max: window.max, ...quantiles };
  return {
    count: total,
    m1_rate: rateOf(meters.map(({ m1PerS }) => m1PerS)),
    m5_rate: rateOf(meters.map(({ m5PerS }) => m5PerS)),
    m15_rate: rateOf(meters.map(({ m15PerS }) => m15PerS)),
    mean_rate: rateOf(meters.map(({ meanPerS }) => meanPerS)),
    ...distribution,
  };
}

function rateOf(rates: readonly (number | undefined)[]): number | undefined {
  const known = rates.filter((rate) => rate !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, rate) => sum + rate, 0);
}
