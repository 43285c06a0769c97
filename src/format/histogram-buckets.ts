/** Where the buckets of a histogram begin and end: powers of two, `min` included and `max` not. */
export interface HistogramBounds {
  readonly min: number;
  readonly max: number;
}

/**
 * What a histogram held at one moment, or gained in a window of time.
 *
 * Buckets have positions on one grid that all histograms share, so two of
 * them can be added or subtracted bucket by bucket.
 */
export interface HistogramSnapshot {
  /** All observations: those of the buckets, and those below and above them. */
  readonly count: number;
  readonly sum: number;
  /** `undefined` without an observation. */
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly bounds: HistogramBounds;
  readonly below: number;
  readonly above: number;
  /** The position of `counts[0]`; the buckets before it and after the last are empty. */
  readonly firstPosition: number;
  readonly counts: readonly number[];
}

/** 1 µs to 37 hours, in ms. */
export const TIMER_BOUNDS: HistogramBounds = { min: 2 ** -10, max: 2 ** 27 };
/** Thousandths to a billion: 0.001 to 1.07 × 10⁹. */
export const DEFAULT_BOUNDS: HistogramBounds = { min: 2 ** -10, max: 2 ** 30 };

/** Words of 8 bytes in a histogram's field: the count, three doubles, then the buckets. */
export const HISTOGRAM_WORDS = { count: 0, sum: 1, min: 2, max: 3, below: 4 } as const;

/** Buckets in each power of two: each is 1/64 of its lower bound wide at most, so its middle errs by 0.8 % at most. */
const BUCKETS_PER_POWER = 64;
// A double's high word ends in 20 bits of mantissa, of which the first 6 number the bucket.
const POSITION_SHIFT = 14;
const WORD_BYTES = 8;
const TWO_32 = 2 ** 32;

const double = new Float64Array(1);
const doubleWords = new Uint32Array(double.buffer);

/**
 * The bucket of a number on the grid that all histograms share.
 *
 * The exponent and the first bits of the mantissa of a double, read as one
 * integer, are a log-linear scale already: no logarithm is taken.
 *
 * @param value From 0 up.
 */
export function positionOf(value: number): number {
  // Adding 0 turns -0 into 0, whose sign bit would be a huge position.
  double[0] = value + 0;
  return (doubleWords[1] ?? 0) >>> POSITION_SHIFT;
}

/** The smallest number in a bucket; that of the next position is where it ends. */
export function lowerBoundOf(position: number): number {
  doubleWords[0] = 0;
  doubleWords[1] = position << POSITION_SHIFT;
  return double[0] ?? 0;
}

/** How many buckets lie between the bounds. */
export function bucketCountOf({ min, max }: HistogramBounds): number {
  return Math.log2(max / min) * BUCKETS_PER_POWER;
}

/** Words of 8 bytes that a histogram's field takes: one more bucket below the bounds, and one above. */
export function histogramWordCount(bounds: HistogramBounds): number {
  return HISTOGRAM_WORDS.below + 1 + bucketCountOf(bounds) + 1;
}

/** Whether these are bounds that {@link histogramWordCount} can count with: two powers of two, in order. */
export function areHistogramBounds({ min, max }: HistogramBounds): boolean {
  return min > 0 && min < max && Number.isInteger(Math.log2(min)) && Number.isInteger(Math.log2(max));
}

/**
 * Reads a histogram's field at `offset`.
 *
 * The writer may be in the middle of an observation: the count is therefore
 * that of the buckets, from which quantiles come, not the field's first word.
 */
export function readHistogram(view: DataView, offset: number, bounds: HistogramBounds): HistogramSnapshot {
  const bucketCount = bucketCountOf(bounds);
  const start = offset + (HISTOGRAM_WORDS.below + 1) * WORD_BYTES;
  const isEmpty = (index: number): boolean => readWord(view, start, index) === 0;
  let first = 0;
  let end = bucketCount;
  while (first < end && isEmpty(first)) first++;
  while (end > first && isEmpty(end - 1)) end--;
  const counts = Array.from({ length: end - first }, (_, index) => readWord(view, start, first + index));
  const below = readWord(view, start, -1);
  const above = readWord(view, start, bucketCount);
  const count = counts.reduce((total, one) => total + one, below + above);
  const numberAt = (word: number): number => view.getFloat64(offset + word * WORD_BYTES, true);
  return {
    count,
    sum: numberAt(HISTOGRAM_WORDS.sum),
    min: count === 0 ? undefined : numberAt(HISTOGRAM_WORDS.min),
    max: count === 0 ? undefined : numberAt(HISTOGRAM_WORDS.max),
    bounds,
    below,
    above,
    firstPosition: positionOf(bounds.min) + first,
    counts,
  };
}

// Two halves, because a BigInt for each of some thousand buckets would be garbage at each poll.
function readWord(view: DataView, start: number, index: number): number {
  const at = start + index * WORD_BYTES;
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * TWO_32;
}
