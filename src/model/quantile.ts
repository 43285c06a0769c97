import { type HistogramSnapshot, lowerBoundOf } from '../format/histogram-buckets.js';

/** The quantiles that are printed, by the name under which that is done. */
export const SHOWN_QUANTILES = { p50: 0.5, p90: 0.9, p99: 0.99, p999: 0.999 } as const;

/**
 * The smallest value that at least a share `q` of the observations does not exceed (nearest rank).
 *
 * It is the middle of its bucket, so at most 0.8 % off; below or above the
 * histogram's bounds it is the smallest or largest observation. It never lies
 * outside what was observed; 0 and 1 give the smallest and largest exactly.
 *
 * @param q From 0 to 1.
 * @returns `undefined` without an observation.
 */
export function quantileOf(histogram: HistogramSnapshot, q: number): number | undefined {
  const { count, min, max, below, counts, firstPosition } = histogram;
  if (count === 0 || min === undefined || max === undefined) return undefined;
  const rank = Math.min(count, Math.max(1, Math.ceil(q * count)));
  if (q >= 1) return max;
  if (q <= 0 || rank <= below) return min;
  let seen = below;
  const index = counts.findIndex((one) => {
    seen += one;
    return seen >= rank;
  });
  if (index < 0) return max;
  return Math.min(max, Math.max(min, middleOf(firstPosition + index)));
}

/** The mean of all observations; `undefined` without one. */
export function meanOf({ count, sum }: HistogramSnapshot): number | undefined {
  return count === 0 ? undefined : sum / count;
}

function middleOf(position: number): number {
  return (lowerBoundOf(position) + lowerBoundOf(position + 1)) / 2;
}
