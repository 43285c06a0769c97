import { DEFAULT_BOUNDS } from '../format/histogram-buckets.js';
import { DistributionInstrument } from './distribution-instrument.js';
import { boundsOf, type HistogramOptions } from './histogram-options.js';
import type { Description, InstrumentContext, InstrumentKind, Labelled } from './instrument.js';

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

class HistogramInstrument extends DistributionInstrument<Histogram> implements Histogram {
  constructor(description: Description, context: InstrumentContext<Histogram>, options: HistogramOptions) {
    const bounds = boundsOf(description.name, options, DEFAULT_BOUNDS);
    super({ ...description, kind: 'histogram', bounds }, context);
  }

  get sum(): number {
    return this.total;
  }
}
