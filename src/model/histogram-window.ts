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
  const [first] = histograms;
  if (first === undefined || histograms.length === 1) return first;
  const used = histograms.filter(({ counts }) => counts.length > 0);
  const firstPosition = used.reduce((least, one) => Math.min(least, one.firstPosition), used[0]?.firstPosition ?? 0);
  const end = used.reduce((most, one) => Math.max(most, one.firstPosition + one.counts.length), firstPosition);
  const counts = Array.from({ length: end - firstPosition }, () => 0);
  for (const one of used) {
    const offset = one.firstPosition - firstPosition;
    for (const [index, count] of one.counts.entries()) counts[offset + index] = (counts[offset + index] ?? 0) + count;
  }
  return {
    count: sumOf(histograms, ({ count }) => count),
    sum: sumOf(histograms, ({ sum }) => sum),
    min: histograms.reduce<number | undefined>((least, { min }) => extreme(Math.min, least, min), undefined),
    max: histograms.reduce<number | undefined>((most, { max }) => extreme(Math.max, most, max), undefined),
    bounds: {
      min: histograms.reduce((least, { bounds }) => Math.min(least, bounds.min), first.bounds.min),
      max: histograms.reduce((most, { bounds }) => Math.max(most, bounds.max), first.bounds.max),
    },
    below: sumOf(histograms, ({ below }) => below),
    above: sumOf(histograms, ({ above }) => above),
    firstPosition: used.length === 0 ? first.firstPosition : firstPosition,
    counts,
  };
}

function sumOf(histograms: readonly HistogramSnapshot[], numberOf: (one: HistogramSnapshot) => number): number {
  return histograms.reduce((sum, one) => sum + numberOf(one), 0);
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
