import type { LabelSet } from '../format/label-set.js';
import { METER_WORD_COUNT, METER_WORDS } from '../format/meter-words.js';
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
import { monotonicMs } from './own-process.js';
import type { Slot } from './stats-file.js';

/**
 * How often something happens: a count, its mean rate, and its rates over the last 1, 5 and 15 minutes.
 *
 * The rates are taken every 5 s while the agent runs: in the main thread by our worker, also while the thread is
 * stuck; in a worker thread of the application by the agent in it.
 */
export interface Meter extends Labelled<Meter> {
  /** Counts `n` of them; as a counter's `inc` in all else. */
  mark(n?: number): void;
  /** How many there were; exact up to 2⁵³. */
  readonly count: number;
}

/** How meters are made. */
export const METER: InstrumentKind<Meter, MetricOptions> = {
  word: 'a meter',
  create: (description, context) => new MeterInstrument(description, context),
  createIgnored: ({ onDropped, labels }) => ({ mark: onDropped, labels, count: 0 }),
};

class MeterInstrument implements Meter, Instrument {
  readonly meta: MetricMeta;
  readonly type = `${METER_WORD_COUNT}Q` as const;
  readonly labels: (labels: LabelSet) => Meter;
  readonly #onDropped: OnDropped;
  #words: BigUint64Array = new BigUint64Array(METER_WORD_COUNT);

  constructor(description: Description, { onDropped, labels }: InstrumentContext<Meter>) {
    this.meta = { ...description, kind: 'meter' };
    this.labels = labels;
    this.#onDropped = onDropped;
    const numbers = new Float64Array(this.#words.buffer);
    numbers.fill(Number.NaN, METER_WORDS.mean);
    numbers[METER_WORDS.madeMs] = monotonicMs();
  }

  mark(n = 1): void {
    if (n === 1) {
      this.#words[0] = (this.#words[0] ?? 0n) + 1n;
    } else if (Number.isSafeInteger(n) && n >= 0) {
      this.#words[0] = (this.#words[0] ?? 0n) + BigInt(n);
    } else {
      this.#onDropped();
    }
  }

  get count(): number {
    return Number(this.#words[0]);
  }

  encode(): Uint8Array {
    return new Uint8Array(this.#words.slice().buffer);
  }

  moveTo(slot: Slot): void {
    this.#words = new BigUint64Array(slot.buffer, slot.offset, METER_WORD_COUNT);
  }
}
