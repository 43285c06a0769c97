import { METER_WORD_COUNT, METER_WORDS } from '../format/meter-words.js';
import type { Description, InstrumentContext, InstrumentKind, Labelled, MetricOptions } from './instrument.js';
import { CountInstrument } from './labelled-instrument.js';
import { monotonicMs } from './own-process.js';

/**
 * How often something happens: a count, its mean rate, and its rates over the last 1, 5 and 15 minutes.
 *
 * The rates are taken every 5 s while the agent runs: in the main thread by our worker, also while the thread is
 * stuck; in a worker thread of the application by the agent in it.
 */
export interface Meter extends Labelled<Meter> {
  /** Counts `n` of them; as a counter's `inc` in all else. */
  mark(n?: number): void;
  /** How many there were; exact up to 2⁵³. */
  readonly count: number;
}

/** How meters are made. */
export const METER: InstrumentKind<Meter, MetricOptions> = {
  word: 'a meter',
  create: (description, context) => new MeterInstrument(description, context),
  createIgnored: ({ onDropped, labels }) => ({ mark: onDropped, labels, count: 0 }),
};

class MeterInstrument extends CountInstrument<Meter> implements Meter {
  readonly type = `${METER_WORD_COUNT}Q` as const;

  constructor(description: Description, context: InstrumentContext<Meter>) {
    super({ ...description, kind: 'meter' }, context, METER_WORD_COUNT);
    const numbers = new Float64Array(this.cells.buffer);
    numbers.fill(Number.NaN, METER_WORDS.mean);
    numbers[METER_WORDS.madeMs] = monotonicMs();
  }

  mark(n = 1): void {
    this.add(n);
  }

  get count(): number {
    return this.total;
  }
}
