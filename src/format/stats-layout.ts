import { parseSignature, type ValueType } from './signature.js';

/** The version byte of every file that porthole writes and reads. */
export const STATS_VERSION = 1;
/** In place of a write buffer index: the value stands once, and one store publishes it. */
export const UNBUFFERED = 255;

/** Where one field stands in a file. Offsets are bytes from the start. */
export interface FieldLayout {
  readonly label: string;
  readonly type: ValueType;
  /** Of the write buffer byte, which stands just before the value or the first of its two buffers. */
  readonly bufferOffset: number;
  readonly isBuffered: boolean;
  /** One past the last byte: where the next field starts. */
  readonly end: number;
}

/** What can be read of a file: all fields, or those before the first that is broken, and why. */
export interface StatsLayout {
  readonly fields: readonly FieldLayout[];
  /** Where the fields end and the next would be added. */
  readonly end: number;
  /** `undefined` for a whole file. */
  readonly brokenReason: string | undefined;
}

const REPLACEMENT = '\ufffd';
const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenientText = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Finds the fields of a mmstats version 1 file. Never throws and never reads past the end.
 *
 * Cost: one pass over the headers; the values are not touched.
 */
export function decodeLayout(bytes: Uint8Array): StatsLayout {
  const version = bytes[0];
  if (version !== STATS_VERSION) {
    return { fields: [], end: Math.min(1, bytes.length), brokenReason: describeVersion(version) };
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields: FieldLayout[] = [];
  let offset = 1;
  while (hasField(view, offset)) {
    const result = decodeField(bytes, view, offset);
    if (typeof result === 'string') {
      return { fields, end: offset, brokenReason: `field ${fields.length + 1} at byte ${offset}: ${result}` };
    }
    fields.push(result);
    offset = result.end;
  }
  return { fields, end: offset, brokenReason: undefined };
}

/** Text as the original reader takes it: bytes that are not UTF-8 are dropped. */
export function decodeText(bytes: Uint8Array, start = 0, end = bytes.length): string {
  // Many times quicker than a TextDecoder for texts of a few bytes, but it does not say what was no UTF-8.
  const quick = bufferOf(bytes).toString('utf8', start, end);
  return quick.includes(REPLACEMENT) ? decodeDoubtful(bytes.subarray(start, end)) : quick;
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function decodeDoubtful(bytes: Uint8Array): string {
  try {
    return text.decode(bytes);
  } catch {
    return lenientText.decode(bytes).replaceAll(REPLACEMENT, '');
  }
}

function describeVersion(version: number | undefined): string {
  if (version === undefined) return 'empty file: its writer has not filled it yet';
  if (version === 0) return 'version 0: its writer has not finished it, or it is no stats file';
  return `version ${version}: this is no mmstats version ${STATS_VERSION} file`;
}

// A zero length ends the fields, and so does the end of the file, with or without one lone byte left.
function hasField(view: DataView, offset: number): boolean {
  return offset + 2 <= view.byteLength && view.getUint16(offset, true) !== 0;
}

function decodeField(bytes: Uint8Array, view: DataView, offset: number): FieldLayout | string {
  const labelEnd = offset + 2 + view.getUint16(offset, true);
  if (labelEnd + 2 > bytes.length) return 'its label runs past the end of the file';
  const typeEnd = labelEnd + 2 + view.getUint16(labelEnd, true);
  if (typeEnd === labelEnd + 2) return 'it has no type yet: half written';
  if (typeEnd + 1 > bytes.length) return 'its type runs past the end of the file';
  const type = parseSignature(decodeText(bytes, labelEnd + 2, typeEnd));
  if (type === undefined) return 'its type is no struct format';
  const writeBuffer = bytes[typeEnd] ?? 0;
  if (writeBuffer > 1 && writeBuffer !== UNBUFFERED) return `its write buffer is ${writeBuffer}`;
  const isBuffered = writeBuffer !== UNBUFFERED;
  const end = typeEnd + 1 + type.size * (isBuffered ? 2 : 1);
  if (end > bytes.length) return 'its value runs past the end of the file';
  const label = decodeText(bytes, offset + 2, labelEnd);
  return { label, type, bufferOffset: typeEnd, isBuffered, end };
}
