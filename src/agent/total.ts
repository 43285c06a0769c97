import type { LabelSet } from '../format/label-set.js';
import type { MetricMeta } from '../format/metric-meta.js';
import type {
  Description,
  Instrument,
  InstrumentContext,
  InstrumentKind,
  Labelled,
  MetricOptions,
} from './instrument.js';
import { NumberSlot } from './number-slot.js';
import type { Slot } from './stats-file.js';

/** A counter of which somebody else keeps the total: the kernel, another library. It may have a fraction. */
export interface Total extends Labelled<Total> {
  /** Never throws; `NaN` is ignored and counted in `porthole.dropped`. Cost: one store. */
  set(total: number): void;
}

/** How totals are made. */
export const TOTAL: InstrumentKind<Total, MetricOptions> = {
  word: 'total',
  create: (description, context) => new TotalInstrument(description, context),
  createIgnored: ({ onDropped, labels }) => ({ set: onDropped, labels }),
};

class TotalInstrument implements Total, Instrument {
  readonly meta: MetricMeta;
  readonly type = 'd';
  readonly labels: (labels: LabelSet) => Total;
  readonly #onDropped: () => void;
  readonly #slot = new NumberSlot();

  constructor(description: Description, { onDropped, labels }: InstrumentContext<Total>) {
    this.meta = { ...description, kind: 'counter' };
    this.labels = labels;
    this.#onDropped = onDropped;
  }

  set(total: number): void {
    if (Number.isNaN(total)) this.#onDropped();
    else this.#slot.set(total);
  }

  encode(): Uint8Array {
    return this.#slot.encode();
  }

  moveTo(slot: Slot): void {
    this.#slot.moveTo(slot);
  }
}
