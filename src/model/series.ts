/** When a sample was taken. All metrics of a process share one row of moments. */
export interface Moment {
  /** Monotonic; only differences mean anything. */
  readonly atMs: number;
  readonly wallMs: number;
  /** The first of a new life of the program: counters start from zero again here. */
  readonly isRestart: boolean;
}

/** One value of a metric at one moment, or the gap where it is not known. */
export interface Point extends Moment {
  /** `undefined`: a gap. No line is drawn and no rate taken across it. */
  readonly value: number | undefined;
}

/** A metric over time, oldest first. */
export interface Series {
  readonly points: readonly Point[];
}

/** Points older than this are forgotten. */
export const MAX_AGE_MS = 15 * 60_000;

/** So many points of a metric are kept at most: 15 minutes at four samples a second. */
export const MAX_POINTS = 3600;
