import type { HistogramSnapshot } from '../format/histogram-buckets.js';
import type { TargetSample } from '../source/sample.js';
import { histogramBetween } from './histogram-window.js';
import { keyedFields } from './metric-key.js';
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
  if (known?.before === before) return known.windows;
  const windows = observe(before, found);
  observed.set(found, { before, windows });
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

// The windows of a process are asked for by its own row, and by that of its program.
const observed = new WeakMap<
  TargetSample,
  { readonly before: TargetSample; readonly windows: readonly ObservedWindow[] }
>();

function observe(before: TargetSample, found: TargetSample): readonly ObservedWindow[] {
  const fields = keyedFields(found).filter(({ field }) => field.histogram !== undefined);
  if (fields.length === 0) return [];
  const earlier = new Map<string, HistogramSnapshot | undefined>();
  for (const { key, field } of keyedFields(before)) earlier.set(key, field.histogram);
  return fields.flatMap(({ key, field: { histogram, label } }) => {
    if (histogram === undefined) return [];
    const start = earlier.get(key);
    // As long as nothing is observed the reader hands on the same.
    if (start === histogram) return [];
    const window = start === undefined ? histogram : histogramBetween(start, histogram);
    return window.count === 0 ? [] : [{ key, label, window }];
  });
}
