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

/** Something that is so or not: connected, draining. */
export interface Flag extends Labelled<Flag> {
  /** Never throws; what is no boolean is ignored and counted in `porthole.dropped`. Cost: one store. */
  set(value: boolean): void;
  readonly value: boolean;
}

/** How flags are made. */
export const FLAG: InstrumentKind<Flag, MetricOptions> = {
  word: 'a flag',
  create: (description, context) => new FlagInstrument(description, context),
  createIgnored: ({ onDropped, labels }) => ({ set: onDropped, labels, value: false }),
};

class FlagInstrument implements Flag, Instrument {
  readonly meta: MetricMeta;
  readonly type = '?7x';
  readonly labels: (labels: LabelSet) => Flag;
  readonly #onDropped: OnDropped;
  #slot: Uint8Array = new Uint8Array(8);

  constructor(description: Description, { onDropped, labels }: InstrumentContext<Flag>) {
    this.meta = { ...description, kind: 'flag' };
    this.labels = labels;
    this.#onDropped = onDropped;
  }

  set(value: boolean): void {
    if (typeof value === 'boolean') this.#slot[0] = value ? 1 : 0;
    else this.#onDropped();
  }

  get value(): boolean {
    return this.#slot[0] === 1;
  }

  encode(): Uint8Array {
    return this.#slot.slice();
  }

  moveTo(slot: Slot): void {
    this.#slot = new Uint8Array(slot.buffer, slot.offset, this.#slot.length);
  }
}
