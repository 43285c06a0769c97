import { PortholeError } from '../errors.js';
import { UNBUFFERED } from './stats-layout.js';

/**
 * The types that porthole writes: a counter, a gauge, a flag with the bytes that fill its word, an array of
 * n words (a meter, a histogram) and a text of n bytes (rounded up to a multiple of 8).
 */
export type FieldType = 'Q' | 'd' | '?7x' | `${number}Q` | `${number}s`;

/** A field as bytes, its value zero, ready to be laid at the offset it was encoded for. */
export interface EncodedField {
  readonly bytes: Uint8Array;
  /** Of the value in the file: always a multiple of 8. */
  readonly valueOffset: number;
  /** One past the last byte: always a multiple of 8, so that the next field's length is one aligned store. */
  readonly end: number;
}

/** The first field follows the version byte. */
export const FIRST_FIELD_OFFSET = 1;

const WORD_BYTES = 8;
const MAX_LABEL_BYTES = 0xffff;

/**
 * Encodes an unbuffered field whose value starts on 8 bytes.
 *
 * The type signature is padded with leading spaces, which Python's `struct`
 * ignores, so the unmodified mmstats readers read the file right. Such a value
 * is written by one store and cannot tear; the double buffer is not needed.
 *
 * @param offset Where the field will stand; from it follows the padding.
 * @throws PortholeError `invalid-name` for a label that is empty or over 65,535 bytes.
 */
export function encodeField(offset: number, label: string, type: FieldType): EncodedField {
  const labelBytes = new TextEncoder().encode(label);
  if (labelBytes.length === 0 || labelBytes.length > MAX_LABEL_BYTES) {
    throw new PortholeError(
      'invalid-name',
      `a metric name has 1 to ${MAX_LABEL_BYTES} bytes, not ${labelBytes.length}`,
    );
  }
  const size = valueSize(type);
  const letters = type.endsWith('s') ? `${size}s` : type;
  const unpadded = offset + 2 + labelBytes.length + 2 + letters.length + 1;
  const valueOffset = roundUpToWord(unpadded);
  const signature = letters.padStart(letters.length + valueOffset - unpadded);
  const end = valueOffset + size;

  const bytes = new Uint8Array(end - offset);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, labelBytes.length, true);
  bytes.set(labelBytes, 2);
  view.setUint16(2 + labelBytes.length, signature.length, true);
  bytes.set(new TextEncoder().encode(signature), 4 + labelBytes.length);
  bytes[valueOffset - offset - 1] = UNBUFFERED;
  return { bytes, valueOffset, end };
}

/** Bytes of a text as they fill its field: cut at a character's border, NUL padded. */
export function encodeText(text: string, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  new TextEncoder().encodeInto(text, bytes);
  return bytes;
}

function valueSize(type: FieldType): number {
  if (type.endsWith('s')) return roundUpToWord(Number.parseInt(type, 10));
  return type.length > 1 && type.endsWith('Q') ? Number.parseInt(type, 10) * WORD_BYTES : WORD_BYTES;
}

function roundUpToWord(offset: number): number {
  return Math.ceil(offset / WORD_BYTES) * WORD_BYTES;
}
