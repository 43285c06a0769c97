import { PortholeError } from '../errors.js';
import { encodeText, type FieldType } from '../format/stats-encode.js';
import { decodeText } from '../format/stats-layout.js';
import type { Description, InstrumentContext, InstrumentKind, Labelled, MetricOptions } from './instrument.js';
import { CellInstrument } from './labelled-instrument.js';

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

class TextInstrument extends CellInstrument<Text, Uint8Array> implements Text {
  readonly type: FieldType;

  /** @param sizeBytes A multiple of 8. */
  constructor(description: Description, context: InstrumentContext<Text>, sizeBytes: number) {
    super({ ...description, kind: 'text' }, context, Uint8Array, sizeBytes);
    this.type = `${sizeBytes}s`;
  }

  set(value: string): void {
    if (typeof value === 'string') this.cells.set(encodeText(value, this.cells.length));
    else this.onDropped();
  }

  get value(): string {
    const end = this.cells.indexOf(0);
    return decodeText(this.encode().subarray(0, end < 0 ? undefined : end));
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
