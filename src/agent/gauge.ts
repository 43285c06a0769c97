import { PortholeError } from '../errors.js';
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

/** A number that goes up and down: connections open, bytes queued. */
export interface Gauge extends Labelled<Gauge> {
  /** Never throws; `NaN` and what is no number is ignored and counted in `porthole.dropped`. Cost: one store. */
  set(value: number): void;
  /** Adds `n`; as {@link set} otherwise. */
  inc(n?: number): void;
  /** Takes `n` off; as {@link set} otherwise. */
  dec(n?: number): void;
  /** `NaN` before the first sample of a gauge with `collect`. */
  readonly value: number;
}

/** How a gauge is made. */
export interface GaugeOptions extends MetricOptions {
  /**
   * Asked for the value at each sample, once a second while the agent runs.
   *
   * What it throws, or returns that is no number, leaves the value as it was and is counted in `porthole.dropped`.
   */
  readonly collect?: () => number;
}

/** How gauges are made. */
export const GAUGE: InstrumentKind<Gauge, GaugeOptions> = {
  word: 'a gauge',
  create: (description, context, options) => new GaugeInstrument(description, context, options),
  forChildren: ({ collect: _ofTheName, ...options }) => options,
  createIgnored: ({ onDropped, labels }) => ({
    set: onDropped,
    inc: onDropped,
    dec: onDropped,
    labels,
    value: 0,
  }),
};

class GaugeInstrument implements Gauge, Instrument {
  readonly meta: MetricMeta;
  readonly type = 'd';
  readonly labels: (labels: LabelSet) => Gauge;
  readonly #onDropped: OnDropped;
  readonly #collect: (() => number) | undefined;
  #slot: Float64Array;

  constructor(description: Description, context: InstrumentContext<Gauge>, { collect }: GaugeOptions) {
    if (collect !== undefined && typeof collect !== 'function') {
      throw new PortholeError('wrong-usage', `gauge "${description.name}": collect is a function`);
    }
    this.meta = { ...description, kind: 'gauge' };
    this.labels = context.labels;
    this.#onDropped = context.onDropped;
    this.#collect = collect;
    this.#slot = Float64Array.of(collect === undefined ? 0 : Number.NaN);
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

  collect(): void {
    if (this.#collect === undefined) return;
    try {
      this.set(this.#collect());
    } catch {
      this.#onDropped();
    }
  }

  encode(): Uint8Array {
    return new Uint8Array(this.#slot.slice().buffer);
  }

  moveTo(slot: Slot): void {
    this.#slot = new Float64Array(slot.buffer, slot.offset, 1);
  }
}
