import type { MetricMeta } from '../format/metric-meta.js';
import type { Instrument, OnDropped } from './instrument.js';
import type { Slot } from './stats-file.js';

/** A number that only goes up: requests served, bytes sent. */
export interface Counter {
  /**
   * Adds `n`, a whole number from 0 up; anything else is ignored and counted in `porthole.dropped`.
   *
   * Never throws. Cost: one store into memory, no system call, no allocation.
   */
  inc(n?: number): void;
  /** The count; exact up to 2⁵³, modulo 2⁶⁴ in the file. */
  readonly value: number;
}

export class CounterInstrument implements Counter, Instrument {
  readonly meta: MetricMeta;
  readonly type = 'Q';
  readonly #onDropped: OnDropped;
  #slot: BigUint64Array = new BigUint64Array(1);

  constructor(meta: MetricMeta, onDropped: OnDropped) {
    this.meta = meta;
    this.#onDropped = onDropped;
  }

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
