import type { StatsField, StatsValue } from '../format/stats-decode.js';
import type { History, ProcessHistory } from './history.js';
import { type KeyedField, keyedFields } from './metric-key.js';
import { ratesOf } from './rate.js';
import { type Column, type Point, pointsOf, type Series } from './series.js';

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
  /** Of a counter, between the last two samples. */
  readonly ratePerS: number | undefined;
  /** For a small graph, oldest first: a counter's rates, any other number's values; gaps are `undefined`. Empty for a text. */
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
 * What a graph of a metric shows: a counter's rates per second, any other number's values.
 *
 * @returns `undefined` when there is no such number.
 */
export function graphOf(history: History, processKey: string, metricKey: string): Series | undefined {
  const process = history.processes.get(processKey);
  const column = process?.columns.get(metricKey);
  if (process === undefined || column === undefined) return undefined;
  const keyed = keyedFields(process.latest).find(({ key }) => key === metricKey);
  return { points: graphPoints(process, column, keyed?.field.kind) };
}

function rowOf(process: ProcessHistory, { key, tid, field }: KeyedField): MetricRow {
  const { label, kind, unit, help, value } = field;
  // One more than is shown: the first rate of a row has nothing before it.
  const column = process.columns.get(key)?.slice(-RECENT_POINTS - 1) ?? [];
  const recent = graphPoints(process, column, kind).map((point) => point.value);
  const ratePerS = kind === 'counter' ? recent.at(-1) : undefined;
  return { key, label, tid, kind, unit, help, value, ratePerS, recent: recent.slice(-RECENT_POINTS) };
}

function graphPoints(process: ProcessHistory, column: Column, kind: StatsField['kind'] | undefined): readonly Point[] {
  return kind === 'counter' ? ratesOf(process.moments, column) : pointsOf(process.moments, column);
}
