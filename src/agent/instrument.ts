import type { MetricMeta } from '../format/metric-meta.js';
import type { FieldType } from '../format/stats-encode.js';
import type { Slot } from './stats-file.js';

/** What is said of a metric beside its name; shown by every reader. */
export interface MetricOptions {
  /** One sentence: what is counted or measured. */
  readonly help?: string;
  /** `bytes`, `ms`, `s`, `ratio` (0–1), or the noun that is counted (`requests`). */
  readonly unit?: string;
}

/** A metric as the registry keeps it: its value can move from ordinary memory into a stats file. */
export interface Instrument {
  readonly meta: MetricMeta;
  readonly type: FieldType;
  /** The value as it stands in a file. */
  encode(): Uint8Array;
  /** From now on the value lives in `slot`, which already holds it. */
  moveTo(slot: Slot): void;
}

/** Called for each update that could not be stored. */
export type OnDropped = () => void;
