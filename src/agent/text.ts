import { PortholeError } from '../errors.js';
import type { LabelSet } from '../format/label-set.js';
import type { MetricMeta } from '../format/metric-meta.js';
import { encodeText, type FieldType } from '../format/stats-encode.js';
import { decodeText } from '../format/stats-layout.js';
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

/** A short text: the version that is deployed, the job that is being worked on. */
export interface Text extends Labelled<Text> {
  /**
   * Never throws; what is no string is ignored and counted in `porthole.dropped`.
   *
   * Cut at the text's size (at a character's border) and at a NUL. Not atomic: a reader may see it half written.
   */
  set(value: string): void;
  readonly value: string;
}

/** How a text is made: `size` is its largest length in bytes of UTF-8 (1–4096, by default 256). */
export interface TextOptions extends MetricOptions {
  readonly size?: number;
}

const DEFAULT_TEXT_BYTES = 256;
const MAX_TEXT_BYTES = 4096;

/** How texts are made. */
export const TEXT: InstrumentKind<Text, TextOptions> = {
  word: 'a text',
  create: (description, context, { size }) => new TextInstrument(description, context, textBytes(size)),
  createIgnored: ({ onDropped, labels }) => ({ set: onDropped, labels, value: '' }),
};

class TextInstrument implements Text, Instrument {
  readonly meta: MetricMeta;
  readonly type: FieldType;
  readonly labels: (labels: LabelSet) => Text;
  readonly #onDropped: OnDropped;
  #slot: Uint8Array;

  /** @param sizeBytes A multiple of 8. */
  constructor(description: Description, { onDropped, labels }: InstrumentContext<Text>, sizeBytes: number) {
    this.meta = { ...description, kind: 'text' };
    this.type = `${sizeBytes}s`;
    this.labels = labels;
    this.#onDropped = onDropped;
    this.#slot = new Uint8Array(sizeBytes);
  }

  set(value: string): void {
    if (typeof value === 'string') this.#slot.set(encodeText(value, this.#slot.length));
    else this.#onDropped();
  }

  get value(): string {
    const end = this.#slot.indexOf(0);
    return decodeText(this.encode().subarray(0, end < 0 ? undefined : end));
  }

  encode(): Uint8Array {
    return this.#slot.slice();
  }

  moveTo(slot: Slot): void {
    this.#slot = new Uint8Array(slot.buffer, slot.offset, this.#slot.length);
  }
}

// A field's size is a multiple of 8, so that the next field's length stands at an even place.
function textBytes(size: unknown): number {
  if (size === undefined) return DEFAULT_TEXT_BYTES;
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1 || size > MAX_TEXT_BYTES) {
    throw new PortholeError(
      'wrong-usage',
      `the size of a text is 1 to ${MAX_TEXT_BYTES} bytes, not ${JSON.stringify(size)}`,
    );
  }
  return Math.ceil(size / 8) * 8;
}
