import type { LabelSet } from '../format/label-set.js';
import type { MetricMeta } from '../format/metric-meta.js';
import type {
  Description,
  Instrument,
  InstrumentContext,
  InstrumentKind,
  Labelled,
  MetricOptions,
  OnDropped,
} from './instrument.js';
import type { Slot } from './stats-file.js';

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

class CounterInstrument implements Counter, Instrument {
  readonly meta: MetricMeta;
  readonly type = 'Q';
  readonly labels: (labels: LabelSet) => Counter;
  readonly #onDropped: OnDropped;
  #slot: BigUint64Array = new BigUint64Array(1);

  constructor(description: Description, { onDropped, labels }: InstrumentContext<Counter>) {
    this.meta = { ...description, kind: 'counter' };
    this.labels = labels;
    this.#onDropped = onDropped;
  }

  // Optimized code adds the two 64-bit integers in registers and makes no BigInt: 1.6 ns, against 2.0–2.6 for two
  // 32-bit halves, which can tear at a carry, and 3.3 for a double, which is exact to 2⁵³ only (Node 20, EPYC).
  inc(n = 1): void {
    if (n === 1) {
      this.#slot[0] = (this.#slot[0] ?? 0n) + 1n;
    } else if (Number.isSafeInteger(n) && n >= 0) {
      this.#slot[0] = (this.#slot[0] ?? 0n) + BigInt(n);
    } else {
      this.#onDropped();
    }
  }

  get value(): number {
    return Number(this.#slot[0]);
  }

  encode(): Uint8Array {
    return new Uint8Array(this.#slot.slice().buffer);
  }

  moveTo(slot: Slot): void {
    this.#slot = new BigUint64Array(slot.buffer, slot.offset, 1);
  }
}
