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

/**
 * The quantiles of what each histogram and timer of a process observed since the sample before.
 *
 * One that observed nothing has none. One that the sample before does not have was made since.
 *
 * @param before Of the same life of the process.
 */
export function windowQuantiles(before: TargetSample, found: TargetSample): ReadonlyMap<string, number> {
  const quantiles = new Map<string, number>();
  const fields = keyedFields(found).filter(({ field }) => field.histogram !== undefined);
  if (fields.length === 0) return quantiles;
  const earlier = new Map<string, HistogramSnapshot | undefined>();
  for (const { key, field } of keyedFields(before))
    if (field.histogram !== undefined) earlier.set(key, field.histogram);
  for (const { key, field } of fields) {
    const { histogram } = field;
    if (histogram === undefined) continue;
    const start = earlier.get(key);
    // As long as nothing is observed the reader hands on the same.
    if (start === histogram) continue;
    const window = start === undefined ? histogram : histogramBetween(start, histogram);
    for (const quantile of REMEMBERED_QUANTILES) {
      const value = quantileOf(window, SHOWN_QUANTILES[quantile]);
      if (value !== undefined) quantiles.set(quantileKey(key, quantile), value);
    }
  }
  return quantiles;
}
