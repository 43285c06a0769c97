import type { HistogramSnapshot } from '../format/histogram-buckets.js';
import type { StatsField } from '../format/stats-decode.js';
import type { TargetSample } from '../source/sample.js';
import { histogramBetween } from './histogram-window.js';
import { fieldKeys, fieldsOf } from './metric-key.js';
import { quantileOf, SHOWN_QUANTILES } from './quantile.js';

/** The quantiles that a table and a graph show of a histogram or timer. */
export const REMEMBERED_QUANTILES = ['p50', 'p90', 'p99'] as const;
export type RememberedQuantile = (typeof REMEMBERED_QUANTILES)[number];

/** Under which a quantile has its column of points. No name of a metric holds a line feed. */
export function quantileKey(metricKey: string, quantile: RememberedQuantile): string {
  return `${metricKey}\n${quantile}`;
}

/** Under which the sum of all observations has its column. */
export function sumKey(metricKey: string): string {
  return `${metricKey}\nsum`;
}

/** What a histogram or timer of a process observed since the sample before. */
export interface ObservedWindow {
  readonly key: string;
  readonly label: string;
  readonly window: HistogramSnapshot;
}

/**
 * What each histogram and timer of a process observed since the sample before; those that observed nothing are left
 * out. One that the sample before does not have was made since. Memoized on the later sample.
 *
 * @param before Of the same life of the process.
 */
export function windowsBetween(before: TargetSample, found: TargetSample): readonly ObservedWindow[] {
  const known = observed.get(found);
  if (known?.before.deref() === before) return known.windows;
  const windows = observe(before, found);
  observed.set(found, { before: new WeakRef(before), windows });
  return windows;
}

/** The quantiles of observations, each under the key of its column. */
export function quantilesOf(windows: Iterable<readonly [key: string, HistogramSnapshot]>): ReadonlyMap<string, number> {
  const quantiles = new Map<string, number>();
  for (const [key, window] of windows) {
    for (const quantile of REMEMBERED_QUANTILES) {
      const value = quantileOf(window, SHOWN_QUANTILES[quantile]);
      if (value !== undefined) quantiles.set(quantileKey(key, quantile), value);
    }
  }
  return quantiles;
}

// The windows of a process are asked for by its own row, and by that of its program. The sample before is not kept for
// this: it would keep the one before it, and so on to the first.
const observed = new WeakMap<
  TargetSample,
  { readonly before: WeakRef<TargetSample>; readonly windows: readonly ObservedWindow[] }
>();

function observe(before: TargetSample, found: TargetSample): readonly ObservedWindow[] {
  const [keys, fields] = [fieldKeys(found), fieldsOf(found)];
  const windows: ObservedWindow[] = [];
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index];
    if (field?.histogram === undefined) continue;
    const key = keys[index] ?? field.label;
    const start = earlierOf(before, key, keys, index)?.histogram;
    // As long as nothing is observed the reader hands on the same.
    if (start === field.histogram) continue;
    const window = start === undefined ? field.histogram : histogramBetween(start, field.histogram);
    if (window.count > 0) windows.push({ key, label: field.label, window });
  }
  return windows;
}

function earlierOf(before: TargetSample, key: string, keys: readonly string[], index: number): StatsField | undefined {
  const earlier = fieldKeys(before);
  // As nearly always: the same fields as then.
  return fieldsOf(before)[earlier === keys ? index : earlier.indexOf(key)];
}
