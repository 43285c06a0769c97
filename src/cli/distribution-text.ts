import type { HistogramSnapshot } from '../format/histogram-buckets.js';
import type { MeterRates } from '../format/meter-words.js';
import { meanOf, quantileOf, SHOWN_QUANTILES } from '../model/quantile.js';

/** What is more than one number: a histogram or timer, a meter, and the rate of any count where that is known. */
export interface Distribution {
  readonly histogram?: HistogramSnapshot;
  readonly meter?: MeterRates;
  readonly ratePerS?: number;
  /** What the histogram observed since it was last printed. */
  readonly window?: HistogramSnapshot;
}

type Numbers = Readonly<Record<string, number | null>>;

const DIGITS = 4;

/** What stands behind a count: `rate/s=12.5 p50=3.1 …`, of the window where there is one; empty for all else. */
export function formatDistribution(distribution: Distribution): string {
  const { window, ratePerS = null } = distribution;
  const numbers = window === undefined ? distributionNumbers(distribution) : { ratePerS, ...histogramNumbers(window) };
  return Object.entries(numbers)
    .filter(([name, value]) => value !== null && name !== 'count')
    .map(([name, value]) => ` ${TEXT_NAMES[name] ?? name}=${Number(value?.toPrecision(DIGITS))}`)
    .join('');
}

/** The same as members of a JSON object, the window as one of its own: `null` where there is no number. */
export function distributionJson(distribution: Distribution): Readonly<Record<string, number | null | Numbers>> {
  const numbers = distributionNumbers(distribution);
  return distribution.window === undefined ? numbers : { ...numbers, window: histogramNumbers(distribution.window) };
}

function distributionNumbers({ histogram, meter, ratePerS }: Distribution): Numbers {
  if (histogram !== undefined) {
    const { count, ...rest } = histogramNumbers(histogram);
    return { count: count ?? 0, ratePerS: ratePerS ?? null, ...rest };
  }
  const rate: Numbers = ratePerS === undefined ? {} : { ratePerS };
  if (meter === undefined) return rate;
  const { meanPerS = null, m1PerS = null, m5PerS = null, m15PerS = null } = meter;
  return { ...rate, meanPerS, m1PerS, m5PerS, m15PerS };
}

function histogramNumbers(histogram: HistogramSnapshot): Numbers {
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

const TEXT_NAMES: Readonly<Record<string, string>> = {
  ratePerS: 'rate/s',
  p999: 'p99.9',
  meanPerS: 'mean/s',
  m1PerS: 'm1/s',
  m5PerS: 'm5/s',
  m15PerS: 'm15/s',
};
