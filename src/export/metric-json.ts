import type { HistogramSnapshot } from '../format/histogram-buckets.js';
import type { MeterRates } from '../format/meter-words.js';
import type { AggregatedMetric } from '../model/aggregate.js';
import { parseMetricName } from '../model/metric-pattern.js';
import type { RatedField } from '../model/observation-rate.js';
import { meanOf, quantileOf, SHOWN_QUANTILES } from '../model/quantile.js';
import { jsonValue } from './json-value.js';

/** What is more than one number: a histogram or timer, a meter, and the rate of any count where that is known. */
export interface Distribution {
  readonly histogram?: HistogramSnapshot;
  readonly meter?: MeterRates;
  readonly ratePerS?: number;
  /** What the histogram observed since it was last printed. */
  readonly window?: HistogramSnapshot;
}

/** Numbers by name: `null` where there is none. */
type Numbers = Readonly<Record<string, number | null>>;

/** One metric in the contract's JSON, its labels taken out of its name. */
export function metricJson(metric: AggregatedMetric | RatedField): Readonly<Record<string, unknown>> {
  const { label, kind, unit, value } = metric;
  const { name, labels } = parseMetricName(label);
  const plain = { name, labels: Object.fromEntries(labels), kind, unit: unit ?? null, value: jsonValue(value) };
  return { ...plain, ...distributionJson(metric) };
}

function distributionJson(distribution: Distribution): Readonly<Record<string, number | null | Numbers>> {
  const numbers = distributionNumbers(distribution);
  return distribution.window === undefined ? numbers : { ...numbers, window: histogramNumbers(distribution.window) };
}

/** What is said of a distribution by name. */
export function distributionNumbers({ histogram, meter, ratePerS }: Distribution): Numbers {
  if (histogram !== undefined) {
    const { count, ...rest } = histogramNumbers(histogram);
    return { count: count ?? 0, ratePerS: ratePerS ?? null, ...rest };
  }
  const rate: Numbers = ratePerS === undefined ? {} : { ratePerS };
  if (meter === undefined) return rate;
  const { meanPerS = null, m1PerS = null, m5PerS = null, m15PerS = null } = meter;
  return { ...rate, meanPerS, m1PerS, m5PerS, m15PerS };
}

/** The quantiles of a histogram, and what else there is of it. */
export function histogramNumbers(histogram: HistogramSnapshot): Numbers {
  const quantiles = Object.entries(SHOWN_QUANTILES).map(([name, q]) => [name, quantileOf(histogram, q) ?? null]);
  return {
    count: histogram.count,
    sum: histogram.sum,
    mean: meanOf(histogram) ?? null,
    min: histogram.min ?? null,
    ...Object.fromEntries(quantiles),
    max: histogram.max ?? null,
  };
}
