import { PortholeError } from '../errors.js';
import type { Description, InstrumentContext, InstrumentKind, Labelled, MetricOptions } from './instrument.js';
import { CellInstrument } from './labelled-instrument.js';
import { RunningMean, SlidingMean } from './mean.js';

/** A mean that readers see as one number, as mmstats' average fields are. `NaN` before the first value. */
export interface Average extends Labelled<Average> {
  /** Takes one more value into the mean. Never throws; what is no finite number is counted in `porthole.dropped`. */
  add(value: number): void;
  readonly value: number;
}

/** How a moving average is made: `size` is the number of last values it is the mean of (1–100,000, by default 100). */
export interface MovingAverageOptions extends MetricOptions {
  readonly size?: number;
}

const DEFAULT_SIZE = 100;
const MAX_SIZE = 100_000;

/** How averages over all values are made. */
export const AVERAGE: InstrumentKind<Average, MetricOptions> = {
  word: 'an average',
  create: (description, context) => new AverageInstrument(description, context, new RunningMean()),
  createIgnored,
};

/** How averages over the last values are made. */
export const MOVING_AVERAGE: InstrumentKind<Average, MovingAverageOptions> = {
  word: 'a moving average',
  create: (description, context, { size = DEFAULT_SIZE }) => {
    if (!Number.isInteger(size) || size < 1 || size > MAX_SIZE) {
      throw new PortholeError('wrong-usage', `the size of a moving average is 1 to ${MAX_SIZE}, not ${String(size)}`);
    }
    return new AverageInstrument(description, context, new SlidingMean(size));
  },
  createIgnored,
};

class AverageInstrument extends CellInstrument<Average, Float64Array> implements Average {
  readonly type = 'd';
  readonly #mean: RunningMean | SlidingMean;

  constructor(description: Description, context: InstrumentContext<Average>, mean: RunningMean | SlidingMean) {
    super({ ...description, kind: 'gauge' }, context, Float64Array, 1);
    this.#mean = mean;
    this.cells[0] = Number.NaN;
  }

  add(value: number): void {
    if (Number.isFinite(value)) this.cells[0] = this.#mean.add(value);
    else this.onDropped();
  }

  get value(): number {
    return this.cells[0] ?? Number.NaN;
  }
}

function createIgnored({ onDropped, labels }: InstrumentContext<Average>): Average {
  return { add: onDropped, labels, value: Number.NaN };
}
