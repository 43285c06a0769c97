import type { StatsField, StatsValue } from '../format/stats-decode.js';
import type { History, ProcessHistory } from './history.js';
import { type KeyedField, keyedFields } from './metric-key.js';
import { ratesOf } from './rate.js';
import { type Point, pointsOf, type Series } from './series.js';
import { quantileKey, type RememberedQuantile } from './window-quantiles.js';

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
  /** Of a histogram and a timer: the last within what the small graph shows, each of one second or so. */
  readonly quantiles: Readonly<Record<RememberedQuantile, number | undefined>> | undefined;
  /** For a small graph, oldest first, what {@link graphOf} shows; gaps are `undefined`. Empty for a text. */
  readonly recent: readonly (number | undefined)[];
}

/** So many values a row has for its small graph. */
export const RECENT_POINTS = 60;

/** The metrics of one process in the order of its files; none when there is no such process. */
export function metricRows(history: History, processKey: string): readonly MetricRow[] {
  const process = history.processes.get(processKey);
  return process === undefined ? [] : keyedFields(process.latest).map((keyed) => rowOf(process, keyed));
}

/**
 * What a graph of a metric shows: the rates per second of a counter and a meter, the 99th percentile since the sample
 * before of a histogram and a timer, any other number's values.
 *
 * @returns `undefined` when there is no such number.
 */
export function graphOf(history: History, processKey: string, metricKey: string): Series | undefined {
  const process = history.processes.get(processKey);
  if (process === undefined || !process.columns.has(metricKey)) return undefined;
  const keyed = keyedFields(process.latest).find(({ key }) => key === metricKey);
  return { points: graphPoints(process, metricKey, keyed?.field.kind) };
}

function rowOf(process: ProcessHistory, { key, tid, field }: KeyedField): MetricRow {
  const { label, kind, unit, help, value, histogram } = field;
  const recent = graphPoints(process, key, kind, RECENT_POINTS).map((point) => point.value);
  const ratePerS = isCounting(kind) ? ratePoints(process, key, 1).at(-1)?.value : undefined;
  const quantiles =
    histogram === undefined
      ? undefined
      : { p50: lastQuantile(process, key, 'p50'), p99: lastQuantile(process, key, 'p99') };
  return { key, label, tid, kind, unit, help, value, ratePerS, quantiles, recent };
}

function graphPoints(
  process: ProcessHistory,
  key: string,
  kind: StatsField['kind'] | undefined,
  limit?: number,
): readonly Point[] {
  if (kind === 'histogram' || kind === 'timer') return valuePoints(process, quantileKey(key, 'p99'), limit);
  return isCounting(kind) ? ratePoints(process, key, limit) : valuePoints(process, key, limit);
}

function valuePoints(process: ProcessHistory, key: string, limit = Number.POSITIVE_INFINITY): readonly Point[] {
  return pointsOf(process.moments, (process.columns.get(key) ?? []).slice(-limit));
}

// One more than is wanted: the first rate has nothing before it.
function ratePoints(process: ProcessHistory, key: string, limit = Number.POSITIVE_INFINITY): readonly Point[] {
  return ratesOf(process.moments, (process.columns.get(key) ?? []).slice(-limit - 1)).slice(-limit);
}

function lastQuantile(process: ProcessHistory, key: string, quantile: RememberedQuantile): number | undefined {
  return valuePoints(process, quantileKey(key, quantile), RECENT_POINTS).findLast(({ value }) => value !== undefined)
    ?.value;
}

/** Whether the value only grows while its program lives: a count. */
export function isCounting(kind: StatsField['kind'] | undefined): boolean {
  return kind === 'counter' || kind === 'meter' || kind === 'histogram' || kind === 'timer';
}
