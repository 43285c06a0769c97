import type { Description, InstrumentContext, InstrumentKind, Labelled, MetricOptions } from './instrument.js';
import { CountInstrument } from './labelled-instrument.js';

/** A number that only goes up: requests served, bytes sent. */
export interface Counter extends Labelled<Counter> {
  /**
   * Adds `n`, a whole number from 0 up; anything else is ignored and counted in `porthole.dropped`.
   *
   * Never throws. Cost: one store into memory, no system call, no allocation.
   */
  inc(n?: number): void;
  /** The count; exact up to 2⁵³, modulo 2⁶⁴ in the file. */
  readonly value: number;
}

/** How counters are made. */
export const COUNTER: InstrumentKind<Counter, MetricOptions> = {
  word: 'a counter',
  create: (description, context) => new CounterInstrument(description, context),
  createIgnored: ({ onDropped, labels }) => ({ inc: onDropped, labels, value: 0 }),
};

class CounterInstrument extends CountInstrument<Counter> implements Counter {
  readonly type = 'Q';

  constructor(description: Description, context: InstrumentContext<Counter>) {
    super({ ...description, kind: 'counter' }, context, 1);
  }

  inc(n = 1): void {
    this.add(n);
  }

  get value(): number {
    return this.total;
  }
}
