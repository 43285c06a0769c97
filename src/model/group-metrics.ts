import type { StatsField, StatsValue } from '../format/stats-decode.js';
import { aggregateValues } from './aggregate.js';
import { type Combination, type CombinedColumn, CombinedPoints } from './combined-points.js';
import type { History, ProcessHistory } from './history.js';
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
import { membersOf } from './scope.js';
import type { Point } from './series.js';
import { emptyTimeline, pointsOf, wasEverNonZero } from './timeline.js';
import { quantileKey, REMEMBERED_QUANTILES } from './window-quantiles.js';

/** How the values of a group's processes become one; `auto`: the sum of what can be added, the mean of shares and times. */
export const GROUP_AGGREGATORS = ['auto', 'sum', 'avg', 'min', 'max'] as const satisfies readonly (
  | 'auto'
  | Combination
)[];
export type GroupAggregator = (typeof GROUP_AGGREGATORS)[number];

/** One metric of all processes of a group. */
interface SharedMetric {
  readonly label: string;
  readonly field: StatsField;
  readonly values: StatsValue[];
  readonly columns: CombinedColumn[];
}

// Whatever it is that these say, their sum says nothing.
const IDENTITY_PREFIXES = ['sys.', 'org.'];
const MEAN_UNITS: readonly (string | undefined)[] = ['ratio', 'ms', 's'];
const MAX_TEXTS = 3;

/**
 * The metrics of a program over all its processes and their threads, each under its label.
 *
 * Counts are summed, and so are their rates; quantiles are those of all observations together; any other number is
 * aggregated as asked for; of texts each is there once. Memoized on the history.
 *
 * Cost: some 15 ms for 1,000 processes of 40 metrics, once a sample.
 */
export function groupMetricRows(
  history: History,
  application: string,
  aggregator: GroupAggregator,
  averageSinceMs = 0,
): readonly MetricRow[] {
  const key = `${aggregator} ${averageSinceMs} ${application}`;
  const tables = remembered.get(history) ?? new Map<string, readonly MetricRow[]>();
  remembered.set(history, tables);
  const known = tables.get(key);
  if (known !== undefined) return known;
  const members = membersOf(history, application);
  const points = new CombinedPoints(members, RECENT_POINTS + 1);
  const rows = [...sharedMetrics(members).values()].map((metric) =>
    rowOf(history, application, metric, points, aggregator, averageSinceMs),
  );
  tables.set(key, rows);
  return rows;
}

const remembered = new WeakMap<History, Map<string, readonly MetricRow[]>>();

/** What a graph of a metric of a program shows, as {@link groupMetricRows} has it; `undefined` when there is no such number. */
export function groupGraph(
  history: History,
  application: string,
  label: string,
  aggregator: GroupAggregator,
): MetricGraph | undefined {
  const members = membersOf(history, application);
  const metric = sharedMetrics(members).get(label);
  if (metric === undefined || metric.field.kind === 'text') return undefined;
  const points = new CombinedPoints(members);
  const { kind } = metric.field;
  const rate = isCounting(kind) ? { points: fromFirst(points.rates(metric.columns)) } : undefined;
  if (hasQuantiles(kind)) {
    const timeline = history.groups.get(application) ?? emptyTimeline;
    const series = REMEMBERED_QUANTILES.map((name) => ({ name, points: pointsOf(timeline, quantileKey(label, name)) }));
    return { series, rate };
  }
  const values = rate ?? { points: fromFirst(points.values(metric.columns, combinationOf(metric.field, aggregator))) };
  return { series: [{ name: undefined, ...values }], rate: undefined };
}

/** Whether a metric was never other than zero in any process of a program. */
export function isAlwaysZeroInGroup(history: History, application: string, { label, value }: MetricRow): boolean {
  if (typeof value === 'string') return value === '';
  if (Number(value) !== 0) return false;
  const columns = sharedMetrics(membersOf(history, application)).get(label)?.columns ?? [];
  return !columns.some(({ process, key }) => wasEverNonZero(process.timeline, key));
}

/** How a metric of several processes becomes one number. */
export function combinationOf(
  { kind, unit }: Pick<StatsField, 'kind' | 'unit'>,
  aggregator: GroupAggregator,
): Combination {
  if (isCounting(kind) || kind === 'flag') return 'sum';
  if (aggregator !== 'auto') return aggregator;
  return MEAN_UNITS.includes(unit) ? 'avg' : 'sum';
}

function sharedMetrics(members: readonly ProcessHistory[]): ReadonlyMap<string, SharedMetric> {
  const known = shared.get(members);
  if (known !== undefined) return known;
  const metrics = new Map<string, SharedMetric>();
  for (const process of members) {
    const isThere = process.latest.state !== 'ended';
    for (const { key, field } of keyedFields(process.latest)) {
      let metric = metrics.get(field.label);
      if (metric === undefined) {
        metric = { label: field.label, field, values: [], columns: [] };
        metrics.set(field.label, metric);
      }
      if (isThere) metric.values.push(field.value);
      metric.columns.push({ process, key });
    }
  }
  shared.set(members, metrics);
  return metrics;
}

const shared = new WeakMap<readonly ProcessHistory[], ReadonlyMap<string, SharedMetric>>();

function rowOf(
  history: History,
  application: string,
  { label, field, values, columns }: SharedMetric,
  points: CombinedPoints,
  aggregator: GroupAggregator,
  averageSinceMs: number,
): MetricRow {
  const { kind, unit, help } = field;
  const isIdentity = kind === 'text' || IDENTITY_PREFIXES.some((prefix) => label.startsWith(prefix));
  const described = { key: label, label, tid: undefined, kind: isIdentity ? ('text' as const) : kind, unit, help };
  const none = { ratePerS: undefined, minute: undefined, quantiles: undefined, recent: [] };
  if (isIdentity) return { ...described, ...none, value: textsOf(values) };
  const combination = combinationOf(field, aggregator);
  const value = aggregateValues(values, combination) ?? 0;
  const all = isCounting(kind) ? points.rates(columns) : points.values(columns, combination);
  const numbers = all.slice(-RECENT_POINTS);
  const minute = meanOf(lastMinute(numbers, averageSinceMs));
  const ratePerS = isCounting(kind) ? numbers.at(-1)?.value : undefined;
  if (!hasQuantiles(kind)) {
    return { ...described, ...none, value, ratePerS, minute, recent: valuesOf(numbers) };
  }
  const timeline = history.groups.get(application) ?? emptyTimeline;
  const [p50, p90, p99] = REMEMBERED_QUANTILES.map((name) =>
    pointsOf(timeline, quantileKey(label, name), RECENT_POINTS),
  );
  const quantiles = { p50: lastKnown(p50 ?? []), p90: lastKnown(p90 ?? []), p99: lastKnown(p99 ?? []) };
  return { ...described, value, ratePerS, minute, quantiles, recent: valuesOf(p99 ?? []) };
}

function valuesOf(points: readonly Point[]): readonly (number | undefined)[] {
  return fromFirst(points).map(({ value }) => value);
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
