import { type HistogramSnapshot, lowerBoundOf } from '../format/histogram-buckets.js';

/**
 * What was observed between two snapshots of one histogram.
 *
 * A histogram with fewer observations than before belongs to a new life of its
 * program: all that it has is then new. The extremes of a window are not
 * known to the digit: they are the borders of its outermost buckets.
 */
export function histogramBetween(before: HistogramSnapshot, after: HistogramSnapshot): HistogramSnapshot {
  if (after.count < before.count || !haveSameBounds(before, after)) return after;
  const counts = after.counts.map((count, index) => {
    const earlier = before.counts[after.firstPosition + index - before.firstPosition] ?? 0;
    return Math.max(0, count - earlier);
  });
  const below = Math.max(0, after.below - before.below);
  const above = Math.max(0, after.above - before.above);
  const count = counts.reduce((total, one) => total + one, below + above);
  const window = { ...after, count, sum: count === 0 ? 0 : after.sum - before.sum, below, above, counts };
  return { ...window, ...extremesOf(window) };
}

/**
 * All histograms as one: of several threads or processes.
 *
 * Exact within the error of a bucket, whatever bounds each of them has.
 *
 * @returns `undefined` for none.
 */
export function mergeHistograms(histograms: readonly HistogramSnapshot[]): HistogramSnapshot | undefined {
  const [first, ...rest] = histograms;
  return first === undefined ? undefined : rest.reduce(addHistograms, first);
}

function addHistograms(a: HistogramSnapshot, b: HistogramSnapshot): HistogramSnapshot {
  const used = [a, b].filter(({ counts }) => counts.length > 0);
  const firstPosition = used.length === 0 ? a.firstPosition : Math.min(...used.map((one) => one.firstPosition));
  const end = Math.max(firstPosition, ...used.map((one) => one.firstPosition + one.counts.length));
  const counts = Array.from({ length: end - firstPosition }, (_, index) =>
    used.reduce((total, one) => total + (one.counts[firstPosition + index - one.firstPosition] ?? 0), 0),
  );
  return {
    count: a.count + b.count,
    sum: a.sum + b.sum,
    min: extreme(Math.min, a.min, b.min),
    max: extreme(Math.max, a.max, b.max),
    bounds: { min: Math.min(a.bounds.min, b.bounds.min), max: Math.max(a.bounds.max, b.bounds.max) },
    below: a.below + b.below,
    above: a.above + b.above,
    firstPosition,
    counts,
  };
}

function extremesOf(window: HistogramSnapshot): Pick<HistogramSnapshot, 'min' | 'max'> {
  const { count, min = 0, max = 0, bounds, below, above, firstPosition, counts } = window;
  if (count === 0) return { min: undefined, max: undefined };
  const first = counts.findIndex((one) => one > 0);
  const last = counts.findLastIndex((one) => one > 0);
  const lowest = below > 0 ? min : first < 0 ? bounds.max : lowerBoundOf(firstPosition + first);
  const highest = above > 0 ? max : last < 0 ? bounds.min : lowerBoundOf(firstPosition + last + 1);
  return { min: Math.max(min, lowest), max: Math.min(max, highest) };
}

function extreme(
  choose: (a: number, b: number) => number,
  a: number | undefined,
  b: number | undefined,
): number | undefined {
  if (a === undefined) return b;
  return b === undefined ? a : choose(a, b);
}

function haveSameBounds(a: HistogramSnapshot, b: HistogramSnapshot): boolean {
  return a.bounds.min === b.bounds.min && a.bounds.max === b.bounds.max;
}
