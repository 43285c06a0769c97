import type { StatsField, StatsValue } from '../format/stats-decode.js';
import type { History, ProcessHistory } from './history.js';
import { type KeyedField, keyedFields } from './metric-key.js';
import { rateOver, ratesOf } from './rate.js';
import type { Moment, Point, Series } from './series.js';
import { type ExactPoint, exactPointsOf, hasColumn, pointsOf, type Timeline, wasEverNonZero } from './timeline.js';
import { quantileKey, REMEMBERED_QUANTILES, type RememberedQuantile } from './window-quantiles.js';

/** One metric of one process, as a line of a table. */
export interface MetricRow {
  /** Its own within the process, and the same after a restart. */
  readonly key: string;
  readonly label: string;
  /** The thread, where the process has files of several. */
  readonly tid: number | undefined;
  readonly kind: StatsField['kind'];
  readonly unit: string | undefined;
  readonly help: string | undefined;
  readonly value: StatsValue;
  /** Of a counter and a meter, and how often a histogram or timer observed: between the last two samples. */
  readonly ratePerS: number | undefined;
  /** Over the last minute: of whatever has a rate its rate, of any other number its mean. */
  readonly minute: number | undefined;
  /** Of a histogram and a timer: the last within what the small graph shows, each of one second or so. */
  readonly quantiles: Readonly<Record<RememberedQuantile, number | undefined>> | undefined;
  /** For a small graph, oldest first, what {@link graphOf} shows; gaps are `undefined`. Empty for a text. */
  readonly recent: readonly (number | undefined)[];
}

/** So many values a row has for its small graph. */
export const RECENT_POINTS = 60;

const MINUTE_MS = 60_000;

/**
 * The metrics of one process in the order of its files; none when there is no such process.
 *
 * @param averageSinceMs Monotonic: what was before does not count in the last minute.
 */
export function metricRows(history: History, processKey: string, averageSinceMs = 0): readonly MetricRow[] {
  const process = history.processes.get(processKey);
  if (process === undefined) return [];
  return keyedFields(process.latest).map((keyed) => rowOf(process, keyed, averageSinceMs));
}

/** One metric of one process; `undefined` when there is no such metric. */
export function metricRow(history: History, processKey: string, metricKey: string): MetricRow | undefined {
  const process = history.processes.get(processKey);
  const keyed = process === undefined ? undefined : keyedFields(process.latest).find(({ key }) => key === metricKey);
  return process === undefined || keyed === undefined ? undefined : rowOf(process, keyed, 0);
}

/** Whether a metric was never other than zero, in all that is remembered; a text that was never there is zero too. */
export function isAlwaysZero(history: History, processKey: string, { key, value }: MetricRow): boolean {
  if (typeof value === 'string') return value === '';
  if (Number(value) !== 0) return false;
  const timeline = history.processes.get(processKey)?.timeline;
  return timeline === undefined || !wasEverNonZero(timeline, key);
}

/** One line of a graph. */
export interface GraphSeries extends Series {
  /** `undefined` where the graph has only one. */
  readonly name: RememberedQuantile | undefined;
}

/** What a graph of a metric shows. */
export interface MetricGraph {
  /** The rate of a counter, the value of a gauge, or the quantiles of a timer and a histogram, lowest first. */
  readonly series: readonly GraphSeries[];
  /** How often a timer or histogram observed, per second. */
  readonly rate: Series | undefined;
}

/**
 * What a graph of a metric shows: the rates per second of a counter and a meter, the quantiles since the sample
 * before of a histogram and a timer, with their rate, any other number's values.
 *
 * @returns `undefined` when there is no such number.
 */
export function graphOf(history: History, processKey: string, metricKey: string): MetricGraph | undefined {
  const process = history.processes.get(processKey);
  if (process === undefined || !hasColumn(process.timeline, metricKey)) return undefined;
  const { timeline } = process;
  const kind = keyedFields(process.latest).find(({ key }) => key === metricKey)?.field.kind;
  const rate = isCounting(kind) ? { points: ratesOf(exactPointsOf(timeline, metricKey)) } : undefined;
  if (hasQuantiles(kind)) {
    const series = REMEMBERED_QUANTILES.map((name) => ({
      name,
      points: pointsOf(timeline, quantileKey(metricKey, name)),
    }));
    return { series, rate };
  }
  return { series: [{ name: undefined, ...(rate ?? { points: pointsOf(timeline, metricKey) }) }], rate: undefined };
}

function rowOf(process: ProcessHistory, { key, tid, field }: KeyedField, averageSinceMs: number): MetricRow {
  const { label, kind, unit, help, value } = field;
  const { timeline } = process;
  const isCount = isCounting(kind);
  const exact = isCount ? exactPointsOf(timeline, key, RECENT_POINTS + 1) : [];
  const rates = ratesOf(exact).slice(-RECENT_POINTS);
  const plain = isCount ? [] : pointsOf(timeline, key, RECENT_POINTS);
  const p99 = hasQuantiles(kind) ? pointsOf(timeline, quantileKey(key, 'p99'), RECENT_POINTS) : [];
  const recent = (hasQuantiles(kind) ? p99 : isCount ? rates : plain).map((point) => point.value);
  const quantiles = hasQuantiles(kind)
    ? {
        p50: lastKnown(pointsOf(timeline, quantileKey(key, 'p50'), RECENT_POINTS)),
        p90: lastKnown(pointsOf(timeline, quantileKey(key, 'p90'), RECENT_POINTS)),
        p99: lastKnown(p99),
      }
    : undefined;
  const minute = isCount
    ? rateOver(lastMinute(longEnough(exact, timeline, key), averageSinceMs))
    : meanOf(lastMinute(plain.length < RECENT_POINTS ? plain : pointsOf(timeline, key), averageSinceMs));
  const ratePerS = rates.at(-1)?.value;
  return { key, label, tid, kind, unit, help, value, ratePerS, minute, quantiles, recent };
}

// At more than one sample a second a minute has more points than the small graph.
function longEnough(points: readonly ExactPoint[], timeline: Timeline, key: string): readonly ExactPoint[] {
  const [first] = points;
  const last = points.at(-1);
  const isFull = points.length > RECENT_POINTS;
  if (first === undefined || last === undefined || !isFull || last.atMs - first.atMs >= MINUTE_MS) return points;
  return exactPointsOf(timeline, key);
}

/** The points of the last minute, or of less. */
export function lastMinute<T extends Moment>(points: readonly T[], averageSinceMs: number): readonly T[] {
  const sinceMs = Math.max((points.at(-1)?.atMs ?? 0) - MINUTE_MS, averageSinceMs);
  return points.filter(({ atMs }) => atMs >= sinceMs);
}

/** The mean of what is known; `undefined` of fewer than two. */
export function meanOf(points: readonly Point[]): number | undefined {
  const known = points.flatMap(({ value }) => value ?? []);
  return known.length < 2 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** The last value that is known. */
export function lastKnown(points: readonly Point[]): number | undefined {
  return points.findLast(({ value }) => value !== undefined)?.value;
}

/** Whether it observes, and so has quantiles. */
export function hasQuantiles(kind: StatsField['kind'] | undefined): boolean {
  return kind === 'histogram' || kind === 'timer';
}

/** Whether the value only grows while its program lives: a count. */
export function isCounting(kind: StatsField['kind'] | undefined): boolean {
  return kind === 'counter' || kind === 'meter' || hasQuantiles(kind);
}
