import { type HistogramBounds, type HistogramSnapshot, positionOf } from '../format/histogram-buckets.js';

/** One `le` of a histogram: its limit, and the first position on the grid that is not counted in it. */
export interface BucketLimit {
  readonly limit: number;
  readonly endPosition: number;
}

const STEPS = [1, 2.5, 5];
const known = new Map<string, readonly BucketLimit[]>();
const MAX_KNOWN = 100;

/**
 * The limits to which a histogram is thinned: 1, 2.5 and 5 times each power of ten within `range`.
 *
 * They follow from the bounds alone, so they are the same in every answer and
 * for every process. The bucket that holds a limit counts as within it, so
 * what is equal to the limit always does, and with it what is up to 1.6 % above.
 */
export function bucketLimitsOf(bounds: HistogramBounds, range: HistogramBounds = bounds): readonly BucketLimit[] {
  const [min, max] = [Math.max(bounds.min, range.min), Math.min(bounds.max, range.max)];
  const key = `${min} ${max}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const limits: BucketLimit[] = [];
  for (let power = Math.floor(Math.log10(min)); power <= Math.ceil(Math.log10(max)); power++) {
    for (const step of STEPS) {
      const limit = Number(`${step}e${power}`);
      if (limit >= min && limit <= max) limits.push({ limit, endPosition: positionOf(limit) + 1 });
    }
  }
  // Bounds come out of other programs' files: they must not fill our memory.
  if (known.size < MAX_KNOWN) known.set(key, limits);
  return limits;
}

/** How many observations each limit holds with all before it; the last is the count of all. */
export function cumulativeCounts(histogram: HistogramSnapshot, limits: readonly BucketLimit[]): readonly number[] {
  const { below, firstPosition, counts, count } = histogram;
  let [seen, index] = [below, 0];
  const cumulative = limits.map(({ endPosition }) => {
    for (; index < counts.length && firstPosition + index < endPosition; index++) seen += counts[index] ?? 0;
    return seen;
  });
  return [...cumulative, count];
}
