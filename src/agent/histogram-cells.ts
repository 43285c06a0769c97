import { HISTOGRAM_WORDS, type HistogramBounds, histogramWordCount, positionOf } from '../format/histogram-buckets.js';
import type { Slot } from './stats-file.js';

/** The field of a histogram or timer in memory: the count, sum, extremes and buckets. */
export class HistogramCells {
  readonly type: `${number}Q`;
  /** The last word: what is above the bounds. */
  readonly #above: number;
  /** The position whose bucket would stand in the first word of the field. */
  readonly #firstPosition: number;
  #words: BigUint64Array;
  #numbers: Float64Array;

  constructor(bounds: HistogramBounds) {
    const wordCount = histogramWordCount(bounds);
    this.type = `${wordCount}Q`;
    this.#above = wordCount - 1;
    this.#firstPosition = positionOf(bounds.min) - HISTOGRAM_WORDS.below - 1;
    this.#words = new BigUint64Array(wordCount);
    this.#numbers = new Float64Array(this.#words.buffer);
    this.#numbers[HISTOGRAM_WORDS.min] = Number.POSITIVE_INFINITY;
    this.#numbers[HISTOGRAM_WORDS.max] = Number.NEGATIVE_INFINITY;
  }

  /** Stores an observation. @returns false, and stores nothing, for what is no finite number from 0 up. */
  observe(value: number): boolean {
    if (typeof value !== 'number' || !(value >= 0 && value <= Number.MAX_VALUE)) return false;
    const words = this.#words;
    const numbers = this.#numbers;
    let word = positionOf(value) - this.#firstPosition;
    if (word < HISTOGRAM_WORDS.below) word = HISTOGRAM_WORDS.below;
    else if (word > this.#above) word = this.#above;
    words[word] = (words[word] ?? 0n) + 1n;
    numbers[HISTOGRAM_WORDS.sum] = (numbers[HISTOGRAM_WORDS.sum] ?? 0) + value;
    if (value < (numbers[HISTOGRAM_WORDS.min] ?? 0)) numbers[HISTOGRAM_WORDS.min] = value;
    if (value > (numbers[HISTOGRAM_WORDS.max] ?? 0)) numbers[HISTOGRAM_WORDS.max] = value;
    words[HISTOGRAM_WORDS.count] = (words[HISTOGRAM_WORDS.count] ?? 0n) + 1n;
    return true;
  }

  get count(): number {
    return Number(this.#words[HISTOGRAM_WORDS.count]);
  }

  get sum(): number {
    return this.#numbers[HISTOGRAM_WORDS.sum] ?? 0;
  }

  encode(): Uint8Array {
    return new Uint8Array(this.#words.slice().buffer);
  }

  moveTo({ buffer, offset }: Slot): void {
    this.#words = new BigUint64Array(buffer, offset, this.#words.length);
    this.#numbers = new Float64Array(buffer, offset, this.#words.length);
  }
}
