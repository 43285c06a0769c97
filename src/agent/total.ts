import type { Description, InstrumentContext, InstrumentKind, Labelled, MetricOptions } from './instrument.js';
import { CellInstrument } from './labelled-instrument.js';

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

class TotalInstrument extends CellInstrument<Total, Float64Array> implements Total {
  readonly type = 'd';

  constructor(description: Description, context: InstrumentContext<Total>) {
    super({ ...description, kind: 'counter' }, context, Float64Array, 1);
  }

  set(total: number): void {
    if (Number.isNaN(total)) this.onDropped();
    else this.cells[0] = total;
  }
}
