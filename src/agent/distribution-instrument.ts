import type { HistogramBounds } from '../format/histogram-buckets.js';
import type { MetricMeta } from '../format/metric-meta.js';
import { HistogramCells } from './histogram-cells.js';
import type { InstrumentContext } from './instrument.js';
import { LabelledInstrument } from './labelled-instrument.js';
import type { Slot } from './stats-file.js';

/** A metric that keeps how values are spread: the histogram, and the timer. */
export abstract class DistributionInstrument<T> extends LabelledInstrument<T> {
  readonly type: `${number}Q`;
  readonly #cells: HistogramCells;

  constructor(meta: MetricMeta & { readonly bounds: HistogramBounds }, context: InstrumentContext<T>) {
    super(meta, context);
    this.#cells = new HistogramCells(meta.bounds);
    this.type = this.#cells.type;
  }

  observe(value: number): void {
    if (!this.#cells.observe(value)) this.onDropped();
  }

  get count(): number {
    return this.#cells.count;
  }

  protected get total(): number {
    return this.#cells.sum;
  }

  encode(): Uint8Array {
    return this.#cells.encode();
  }

  moveTo(slot: Slot): void {
    this.#cells.moveTo(slot);
  }
}
