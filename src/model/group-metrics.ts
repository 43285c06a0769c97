import type { StatsField, StatsValue } from '../format/stats-decode.js';
import { aggregateValues } from './aggregate.js';
import { type Combination, type CombinedColumns, CombinedPoints } from './combined-points.js';
import type { History, ProcessHistory } from './history.js';
import { fieldKeys, fieldsOf } from './metric-key.js';
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
import { quantileKey, REMEMBERED_QUANTILES, type RememberedQuantile } from './window-quantiles.js';

/** How the values of a group's processes become one; `auto`: the sum of what can be added, the mean of shares and times. */
export const GROUP_AGGREGATORS = ['auto', 'sum', 'avg', 'min', 'max'] as const satisfies readonly (
  | 'auto'
  | Combination
)[];
export type GroupAggregator = (typeof GROUP_AGGREGATORS)[number];

/** One metric of all processes of a group: each with its key and what it has there, at the same place of three lists. */
interface SharedMetric extends CombinedColumns {
  readonly label: string;
  readonly field: StatsField;
  readonly processes: ProcessHistory[];
  readonly keys: string[];
  readonly fields: StatsField[];
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
 * Cost: a step a metric of each process, once a sample; the numbers of a row when they are asked for first, some 5 ns a
 * value of the last minute.
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
  const rate = isCounting(kind) ? { points: fromFirst(points.rates(metric)) } : undefined;
  if (hasQuantiles(kind)) {
    const timeline = history.groups.get(application) ?? emptyTimeline;
    const series = REMEMBERED_QUANTILES.map((name) => ({ name, points: pointsOf(timeline, quantileKey(label, name)) }));
    return { series, rate };
  }
  const values = rate ?? { points: fromFirst(points.values(metric, combinationOf(metric.field, aggregator))) };
  return { series: [{ name: undefined, ...values }], rate: undefined };
}

/** Whether a metric was never other than zero in any process of a program. */
export function isAlwaysZeroInGroup(history: History, application: string, { label, value }: MetricRow): boolean {
  if (typeof value === 'string') return value === '';
  if (Number(value) !== 0) return false;
  const metric = sharedMetrics(membersOf(history, application)).get(label);
  if (metric === undefined) return true;
  return !metric.processes.some(({ timeline }, index) => wasEverNonZero(timeline, metric.keys[index] ?? ''));
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
    const keys = fieldKeys(process.latest);
    for (const [index, field] of fieldsOf(process.latest).entries()) {
      let metric = metrics.get(field.label);
      if (metric === undefined) {
        metric = { label: field.label, field, processes: [], keys: [], fields: [] };
        metrics.set(field.label, metric);
      }
      metric.processes.push(process);
      metric.keys.push(keys[index] ?? field.label);
      metric.fields.push(field);
    }
  }
  shared.set(members, metrics);
  return metrics;
}

const shared = new WeakMap<readonly ProcessHistory[], ReadonlyMap<string, SharedMetric>>();

function rowOf(
  history: History,
  application: string,
  metric: SharedMetric,
  points: CombinedPoints,
  aggregator: GroupAggregator,
  averageSinceMs: number,
): MetricRow {
  const { label, field } = metric;
  const { kind, unit, help } = field;
  const isIdentity = kind === 'text' || IDENTITY_PREFIXES.some((prefix) => label.startsWith(prefix));
  const described = { key: label, label, tid: undefined, kind: isIdentity ? ('text' as const) : kind, unit, help };
  const none = { ratePerS: undefined, minute: undefined, quantiles: undefined, recent: [] };
  const combination = combinationOf(field, aggregator);
  const value = once(() =>
    isIdentity ? textsOf(valuesOf(metric)) : (aggregateValues(valuesOf(metric), combination) ?? 0),
  );
  if (isIdentity) {
    return {
      ...described,
      ...none,
      get value() {
        return value();
      },
    };
  }
  const isCount = isCounting(kind);
  const numbers = once(() =>
    (isCount ? points.rates(metric) : points.values(metric, combination)).slice(-RECENT_POINTS),
  );
  const quantiles = once(() => (hasQuantiles(kind) ? groupQuantiles(history, application, label) : undefined));
  return {
    ...described,
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
      return numbersOf(quantiles()?.p99 ?? numbers());
    },
  };
}

function groupQuantiles({ groups }: History, application: string, label: string) {
  const timeline = groups.get(application) ?? emptyTimeline;
  const pointsOfQuantile = (name: RememberedQuantile) => pointsOf(timeline, quantileKey(label, name), RECENT_POINTS);
  const p99 = pointsOfQuantile('p99');
  return {
    p99,
    last: { p50: lastKnown(pointsOfQuantile('p50')), p90: lastKnown(pointsOfQuantile('p90')), p99: lastKnown(p99) },
  };
}

// Of 1,000 processes only the lines that are seen are worth their sums.
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The values of those that live. */
function valuesOf({ fields, processes }: SharedMetric): readonly StatsValue[] {
  return fields.filter((_, index) => processes[index]?.latest.state !== 'ended').map(({ value }) => value);
}

function numbersOf(points: readonly Point[]): readonly (number | undefined)[] {
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
