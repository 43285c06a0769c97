import { PortholeError } from '../errors.js';
import type { Description, InstrumentContext, InstrumentKind, Labelled, MetricOptions } from './instrument.js';
import { CellInstrument } from './labelled-instrument.js';

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

class GaugeInstrument extends CellInstrument<Gauge, Float64Array> implements Gauge {
  readonly type = 'd';
  readonly #collect: (() => number) | undefined;

  constructor(description: Description, context: InstrumentContext<Gauge>, { collect }: GaugeOptions) {
    if (collect !== undefined && typeof collect !== 'function') {
      throw new PortholeError('wrong-usage', `gauge "${description.name}": collect is a function`);
    }
    super({ ...description, kind: 'gauge' }, context, Float64Array, 1);
    this.#collect = collect;
    if (collect !== undefined) this.cells[0] = Number.NaN;
  }

  set(value: number): void {
    // A bigint, an object or a symbol would throw in the store or become NaN.
    if (typeof value === 'number' && !Number.isNaN(value)) this.cells[0] = value;
    else this.onDropped();
  }

  inc(n = 1): void {
    if (typeof n === 'number') this.set(this.value + n);
    else this.onDropped();
  }

  dec(n = 1): void {
    if (typeof n === 'number') this.set(this.value - n);
    else this.onDropped();
  }

  get value(): number {
    return this.cells[0] ?? 0;
  }

  collect(): void {
    if (this.#collect === undefined) return;
    try {
      this.set(this.#collect());
    } catch {
      this.onDropped();
    }
  }
}
