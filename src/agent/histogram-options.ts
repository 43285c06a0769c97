import { PortholeError } from '../errors.js';
import { type HistogramBounds, histogramWordCount } from '../format/histogram-buckets.js';
import type { MetricOptions } from './instrument.js';

/** How a histogram or timer is made: what lies outside its bounds is counted, and has no quantile of its own. */
export interface HistogramOptions extends MetricOptions {
  /** The smallest value of interest, over 0; taken down to a power of two. */
  readonly min?: number;
  /** The largest; taken up to a power of two. */
  readonly max?: number;
}

const MAX_BYTES = 64 * 1024;

/**
 * The bounds that options ask for.
 *
 * @throws PortholeError `wrong-usage` for what are no bounds, or too far apart for 64 KiB.
 */
export function boundsOf(name: string, { min, max }: HistogramOptions, usual: HistogramBounds): HistogramBounds {
  const bounds = { min: powerOfTwo(min ?? usual.min, Math.floor), max: powerOfTwo(max ?? usual.max, Math.ceil) };
  const isRange = bounds.min > 0 && bounds.min < bounds.max && Number.isFinite(bounds.max);
  if (isRange && histogramWordCount(bounds) * 8 <= MAX_BYTES) return bounds;
  throw new PortholeError(
    'wrong-usage',
    `the bounds of "${name}" are two numbers over 0, the larger at most 10³⁷ times the smaller, not ${String(min)} and ${String(max)}`,
  );
}

function powerOfTwo(value: unknown, round: (exponent: number) => number): number {
  return typeof value === 'number' && value > 0 ? 2 ** round(Math.log2(value)) : Number.NaN;
}
