import type { StatsField, StatsValue } from '../format/stats-decode.js';
import { type Aggregator, aggregateValues } from './aggregate.js';
import type { ChooseAggregator } from './aggregation.js';
import { type CombinedColumns, CombinedPoints } from './combined-points.js';
import type { Group } from './groups.js';
import type { ProcessHistory } from './history.js';
import { keyedFields } from './metric-key.js';
import {
  hasQuantiles,
  isCounting,
  lastKnown,
  lastMinute,
  type MetricGraph,
  type MetricRow,
  meanOf,
  RECENT_POINTS,
} from './metric-table.js';
import type { Point } from './series.js';
import { pointsOf, wasEverNonZero } from './timeline.js';
import { quantileKey, REMEMBERED_QUANTILES, type RememberedQuantile } from './window-quantiles.js';

/** One metric of all processes of a group. */
export interface GroupRow extends MetricRow {
  /** How its values became one; absent of a text. */
  readonly aggregate?: Aggregator;
}

/** Each process with its key and what it has there, at the same place of three lists. */
interface SharedMetric extends CombinedColumns {
  readonly label: string;
  readonly field: StatsField;
  readonly processes: ProcessHistory[];
  readonly keys: string[];
  readonly fields: StatsField[];
}

// Whatever it is that these say, their sum says nothing.
const IDENTITY_PREFIXES = ['sys.', 'org.'];
const MAX_TEXTS = 3;

/**
 * The metrics of a group over all its processes and their threads, each under its label, in the order in which they
 * are first met.
 *
 * Histograms and timers are merged: their counts summed, their quantiles those of all observations together. Any other
 * number, and the rate of a count, is aggregated as was chosen; of texts each is there once. What has ended does not
 * count as long as another lives.
 *
 * Cost: a step a metric of each process, once a sample; the numbers of a row when they are asked for first, some 5 ns a
 * value of the last minute.
 *
 * @param averageSinceMs Monotonic: what was before does not count in the last minute.
 */
export function groupMetricRows(group: Group, choose: ChooseAggregator, averageSinceMs = 0): readonly GroupRow[] {
  const points = new CombinedPoints(group.members, RECENT_POINTS + 1);
  return [...sharedMetrics(group.members).values()].map((metric) =>
    isIdentity(metric) ? identityRow(metric) : numberRow(group, metric, points, choose, averageSinceMs),
  );
}

/**
 * What a graph of a metric of a group shows, as {@link groupMetricRows} has it; `undefined` when there is no such
 * number.
 *
 * @param limit So many moments at most, the last of them; otherwise from the first on at which it is known.
 */
export function groupGraph(
  group: Group,
  label: string,
  choose: ChooseAggregator,
  limit = Number.POSITIVE_INFINITY,
): MetricGraph | undefined {
  const metric = sharedMetrics(group.members).get(label);
  if (metric === undefined || metric.field.kind === 'text') return undefined;
  const points = new CombinedPoints(group.members, limit + 1);
  const aggregator = aggregatorOf(metric, choose);
  const isCount = isCounting(metric.field.kind);
  const all = isCount ? points.rates(metric, aggregator) : points.values(metric, aggregator);
  const numbers = { points: limit === Number.POSITIVE_INFINITY ? fromFirst(all) : all.slice(-limit) };
  if (!hasQuantiles(metric.field.kind)) return { series: [{ name: undefined, ...numbers }], rate: undefined };
  const series = REMEMBERED_QUANTILES.map((name) => ({
    name,
    points: pointsOf(group.quantiles, quantileKey(label, name), limit),
  }));
  return { series, rate: numbers };
}

/** Whether a metric was never other than zero in any process of a group. */
export function isAlwaysZeroInGroup({ members }: Group, { label, value }: MetricRow): boolean {
  if (typeof value === 'string') return value === '';
  if (Number(value) !== 0) return false;
  const metric = sharedMetrics(members).get(label);
  if (metric === undefined) return true;
  return !metric.processes.some(({ timeline }, index) => wasEverNonZero(timeline, metric.keys[index] ?? ''));
}

/** How the values of a metric become one; histograms and timers are merged whatever is chosen. */
function aggregatorOf({ field }: SharedMetric, choose: ChooseAggregator): Aggregator {
  return hasQuantiles(field.kind) ? 'sum' : choose(field);
}

function isIdentity({ label, field }: SharedMetric): boolean {
  return field.kind === 'text' || IDENTITY_PREFIXES.some((prefix) => label.startsWith(prefix));
}

function sharedMetrics(members: readonly ProcessHistory[]): ReadonlyMap<string, SharedMetric> {
  const known = shared.get(members);
  if (known !== undefined) return known;
  const metrics = new Map<string, SharedMetric>();
  for (const process of members) {
    for (const { key, field } of keyedFields(process.latest)) {
      let metric = metrics.get(field.label);
      if (metric === undefined) {
        metric = { label: field.label, field, processes: [], keys: [], fields: [] };
        metrics.set(field.label, metric);
      }
      metric.processes.push(process);
      metric.keys.push(key);
      metric.fields.push(field);
    }
  }
  shared.set(members, metrics);
  return metrics;
}

const shared = new WeakMap<readonly ProcessHistory[], ReadonlyMap<string, SharedMetric>>();

function identityRow(metric: SharedMetric): GroupRow {
  const value = once(() => textsOf(valuesOf(metric)));
  return {
    ...describe(metric),
    kind: 'text',
    get value() {
      return value();
    },
    ratePerS: undefined,
    minute: undefined,
    quantiles: undefined,
    recent: [],
  };
}

function numberRow(
  group: Group,
  metric: SharedMetric,
  points: CombinedPoints,
  choose: ChooseAggregator,
  averageSinceMs: number,
): GroupRow {
  const { label, field } = metric;
  const aggregate = aggregatorOf(metric, choose);
  const isCount = isCounting(field.kind);
  const value = once(() => aggregateValues(valuesOf(metric), aggregate) ?? '');
  const numbers = once(() =>
    (isCount ? points.rates(metric, aggregate) : points.values(metric, aggregate)).slice(-RECENT_POINTS),
  );
  const quantiles = once(() => (hasQuantiles(field.kind) ? lastQuantiles(group, label) : undefined));
  return {
    ...describe(metric),
    kind: field.kind,
    aggregate,
    get value() {
      return value();
    },
    get ratePerS() {
      return isCount ? numbers().at(-1)?.value : undefined;
    },
    get minute() {
      return meanOf(lastMinute(numbers(), averageSinceMs));
    },
    get quantiles() {
      return quantiles()?.last;
    },
    get recent() {
      return fromFirst(quantiles()?.p99 ?? numbers()).map((point) => point.value);
    },
  };
}

function describe({ label, field: { unit, help } }: SharedMetric) {
  return { key: label, label, tid: undefined, unit, help };
}

function lastQuantiles({ quantiles }: Group, label: string) {
  const of = (name: RememberedQuantile) => pointsOf(quantiles, quantileKey(label, name), RECENT_POINTS);
  const p99 = of('p99');
  return { p99, last: { p50: lastKnown(of('p50')), p90: lastKnown(of('p90')), p99: lastKnown(p99) } };
}

// Of 1,000 processes only the lines that are seen are worth their sums.
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The values of those that live, or of all when none does. */
function valuesOf({ fields, processes }: SharedMetric): readonly StatsValue[] {
  const living = fields.filter((_, index) => processes[index]?.latest.state !== 'ended');
  return (living.length === 0 ? fields : living).map(({ value }) => value);
}

function fromFirst(points: readonly Point[]): readonly Point[] {
  const first = points.findIndex(({ value }) => value !== undefined);
  return first < 0 ? [] : points.slice(first);
}

function textsOf(values: readonly StatsValue[]): string {
  const texts = [...new Set(values.map(String))];
  const more = texts.length > MAX_TEXTS ? `, … (${texts.length} different)` : '';
  return `${texts.slice(0, MAX_TEXTS).join(', ')}${more}`;
}
