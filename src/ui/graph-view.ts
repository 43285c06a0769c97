/** A metric that is drawn, from the moment at which that was asked for. */
export interface Graph {
  /** Of a process, or of all processes of a program: the key of a scope. */
  readonly processKey: string;
  readonly metricKey: string;
  /** Monotonic, as the samples' `atMs`. */
  readonly sinceMs: number;
  /** The values that its axis is fixed to; `undefined`: those that are in sight. */
  readonly range?: ValueRange | undefined;
}

/** The least and the greatest of some values. */
export interface ValueRange {
  readonly least: number;
  readonly greatest: number;
}

/** How graphs are drawn: with asciichart's lines, in braille dots, or in ASCII alone. */
export type ChartStyle = 'line' | 'braille' | 'ascii';

/** How all graphs are looked at. Times are monotonic, as the samples' `atMs`. */
export interface GraphView {
  /** All in one frame instead of one below the other. */
  readonly isOverlaid: boolean;
  readonly style: ChartStyle;
  /** What one column stands for; `undefined`: one sample. */
  readonly columnMs: number | undefined;
  /** The right end; `undefined`: the last sample. */
  readonly endMs: number | undefined;
  /** Where values are read. */
  readonly cursorMs: number | undefined;
}
