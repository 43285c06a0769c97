import { DEFAULT_BOUNDS } from '../format/histogram-buckets.js';
import type { LabelSet } from '../format/label-set.js';
import type { MetricMeta } from '../format/metric-meta.js';
import { HistogramCells } from './histogram-cells.js';
import { boundsOf, type HistogramOptions } from './histogram-options.js';
import type { Description, Instrument, InstrumentContext, InstrumentKind, Labelled, OnDropped } from './instrument.js';
import type { Slot } from './stats-file.js';

/**
 * How values are spread: sizes, batch lengths. For times there is the timer.
 *
 * A reader finds any quantile of any window of time within 1 % (0.8 % is the largest error of a bucket's middle).
 * A histogram takes 512 bytes for each doubling between its bounds: 20 KiB by default (0.001 to 10⁹).
 */
export interface Histogram extends Labelled<Histogram> {
  /**
   * Counts one observation of `value`, a finite number from 0 up; anything else is ignored and counted in
   * `porthole.dropped`.
   *
   * Never throws. Cost: four stores into memory, no system call, no allocation.
   */
  observe(value: number): void;
  /** How many were observed. */
  readonly count: number;
  readonly sum: number;
}

/** How histograms are made. */
export const HISTOGRAM: InstrumentKind<Histogram, HistogramOptions> = {
  word: 'a histogram',
  create: (description, context, options) => new HistogramInstrument(description, context, options),
  createIgnored: ({ onDropped, labels }) => ({ observe: onDropped, labels, count: 0, sum: 0 }),
};

class HistogramInstrument implements Histogram, Instrument {
  readonly meta: MetricMeta;
  readonly labels: (labels: LabelSet) => Histogram;
  readonly #onDropped: OnDropped;
  readonly #cells: HistogramCells;

  constructor(description: Description, context: InstrumentContext<Histogram>, options: HistogramOptions) {
    const bounds = boundsOf(description.name, options, DEFAULT_BOUNDS);
    this.meta = { ...description, kind: 'histogram', bounds };
    this.labels = context.labels;
    this.#onDropped = context.onDropped;
    this.#cells = new HistogramCells(bounds);
  }

  observe(value: number): void {
    if (!this.#cells.observe(value)) this.#onDropped();
  }

  get count(): number {
    return this.#cells.count;
  }

  get sum(): number {
    return this.#cells.sum;
  }

  get type(): `${number}Q` {
    return this.#cells.type;
  }

  encode(): Uint8Array {
    return this.#cells.encode();
  }

  moveTo(slot: Slot): void {
    this.#cells.moveTo(slot);
  }
}
