import type { MetricMeta } from '../format/metric-meta.js';
import type { Instrument, OnDropped } from './instrument.js';
import type { Slot } from './stats-file.js';

/** A number that goes up and down: connections open, bytes queued. */
export interface Gauge {
  /** Never throws; `NaN` and what is no number is ignored and counted in `porthole.dropped`. Cost: one store. */
  set(value: number): void;
  /** Adds `n`; as {@link set} otherwise. */
  inc(n?: number): void;
  /** Takes `n` off; as {@link set} otherwise. */
  dec(n?: number): void;
  readonly value: number;
}

export class GaugeInstrument implements Gauge, Instrument {
  readonly meta: MetricMeta;
  readonly type = 'd';
  readonly #onDropped: OnDropped;
  #slot: Float64Array = new Float64Array(1);

  constructor(meta: MetricMeta, onDropped: OnDropped) {
    this.meta = meta;
    this.#onDropped = onDropped;
  }

  set(value: number): void {
    // A bigint, an object or a symbol would throw in the store or become NaN.
    if (typeof value === 'number' && !Number.isNaN(value)) this.#slot[0] = value;
    else this.#onDropped();
  }

  inc(n = 1): void {
    if (typeof n === 'number') this.set(this.value + n);
    else this.#onDropped();
  }

  dec(n = 1): void {
    if (typeof n === 'number') this.set(this.value - n);
    else this.#onDropped();
  }

  get value(): number {
    return this.#slot[0] ?? 0;
  }

  encode(): Uint8Array {
    return new Uint8Array(this.#slot.slice().buffer);
  }

  moveTo(slot: Slot): void {
    this.#slot = new Float64Array(slot.buffer, slot.offset, 1);
  }
}
