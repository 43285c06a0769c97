/** One value of a metric at one moment, or the gap where it is not known. */
export interface Point {
  /** Monotonic; only differences mean anything. */
  readonly atMs: number;
  readonly wallMs: number;
  /** `undefined`: a gap. No line is drawn and no rate taken across it. */
  readonly value: number | undefined;
  /** The first point of a new life of the program: counters start from zero again here. */
  readonly isRestart: boolean;
}

/** A metric over time, oldest first. */
export interface Series {
  readonly points: readonly Point[];
}

/** When a sample was taken. All metrics of a process share one row of moments. */
export interface Moment {
  readonly atMs: number;
  readonly wallMs: number;
  readonly isRestart: boolean;
}

/**
 * The values of one metric; the last belongs to the last moment, and so on back.
 *
 * `NaN` is the gap: with it and numbers only, an array holds bare doubles, 8
 * bytes a point. A `bigint` stays one, or the rate of a counter above 2⁵³
 * would be lost in rounding.
 */
export type Column = readonly (number | bigint)[];

/** Points older than this are forgotten. */
export const MAX_AGE_MS = 15 * 60_000;

/** So many points of a metric are kept at most: 15 minutes at four samples a second. */
export const MAX_POINTS = 3600;

/** The moments with one more, without those that are too old or too many. */
export function appendMoment(moments: readonly Moment[], moment: Moment): readonly Moment[] {
  const oldestMs = moment.atMs - MAX_AGE_MS;
  const tooMany = Math.max(0, moments.length + 1 - MAX_POINTS);
  const firstKept = moments.findIndex((kept, index) => index >= tooMany && kept.atMs >= oldestMs);
  const kept = firstKept < 0 ? [] : moments.slice(firstKept);
  kept.push(moment);
  return kept;
}

/** The column with one more value, cut to the `length` of its moments. */
export function appendValue(column: Column, value: number | bigint, length: number): Column {
  const kept = column.slice(Math.max(0, column.length + 1 - length));
  kept.push(value);
  return kept;
}

/** The points of a column, oldest first, from the moment at which the metric was first seen. */
export function pointsOf(moments: readonly Moment[], column: Column): readonly Point[] {
  const first = moments.length - column.length;
  return column.map((value, index) => {
    const { atMs, wallMs, isRestart } = moments[first + index] ?? { atMs: 0, wallMs: 0, isRestart: false };
    return { atMs, wallMs, value: Number.isNaN(value) ? undefined : Number(value), isRestart };
  });
}
