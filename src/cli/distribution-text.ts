import type { HistogramSnapshot } from '../format/histogram-buckets.js';
import type { MeterRates } from '../format/meter-words.js';
import { meanOf, quantileOf, SHOWN_QUANTILES } from '../model/quantile.js';

/** What is more than one number: a histogram or timer, with its rate where that is known, or a meter. */
export interface Distribution {
  readonly histogram?: HistogramSnapshot;
  readonly meter?: MeterRates;
  readonly ratePerS?: number;
}

const DIGITS = 4;

/** What stands behind the count of a histogram or meter: `rate=12.5 p50=3.1 …`; empty for all else. */
export function formatDistribution(distribution: Distribution): string {
  return Object.entries(distributionJson(distribution))
    .filter(([name, value]) => value !== null && name !== 'count')
    .map(([name, value]) => ` ${TEXT_NAMES[name] ?? name}=${Number(value?.toPrecision(DIGITS))}`)
    .join('');
}

/** The same as members of a JSON object: `null` where there is no number. */
export function distributionJson({
  histogram,
  meter,
  ratePerS,
}: Distribution): Readonly<Record<string, number | null>> {
  if (histogram !== undefined) {
    const quantiles = Object.entries(SHOWN_QUANTILES).map(([name, q]) => [name, quantileOf(histogram, q) ?? null]);
    return {
      count: histogram.count,
      ratePerS: ratePerS ?? null,
      sum: histogram.sum,
      mean: meanOf(histogram) ?? null,
      min: histogram.min ?? null,
      ...Object.fromEntries(quantiles),
      max: histogram.max ?? null,
    };
  }
  if (meter === undefined) return {};
  const { meanPerS = null, m1PerS = null, m5PerS = null, m15PerS = null } = meter;
  return { meanPerS, m1PerS, m5PerS, m15PerS };
}

const TEXT_NAMES: Readonly<Record<string, string>> = {
  ratePerS: 'rate/s',
  p999: 'p99.9',
  meanPerS: 'mean/s',
  m1PerS: 'm1/s',
  m5PerS: 'm5/s',
  m15PerS: 'm15/s',
};
