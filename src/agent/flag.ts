import type { Description, InstrumentContext, InstrumentKind, Labelled, MetricOptions } from './instrument.js';
import { CellInstrument } from './labelled-instrument.js';

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

class FlagInstrument extends CellInstrument<Flag, Uint8Array> implements Flag {
  readonly type = '?7x';

  constructor(description: Description, context: InstrumentContext<Flag>) {
    super({ ...description, kind: 'flag' }, context, Uint8Array, 8);
  }

  set(value: boolean): void {
    if (typeof value === 'boolean') this.cells[0] = value ? 1 : 0;
    else this.onDropped();
  }

  get value(): boolean {
    return this.cells[0] === 1;
  }
}
