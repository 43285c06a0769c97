import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { crc32 } from './crc32.js';

/**
 * The first bytes of every recording: a byte that no text begins with, the name, a line feed that a transfer as text
 * would change, and the version.
 */
export const MAGIC: Uint8Array = Uint8Array.of(0x8f, 0x70, 0x6f, 0x72, 0x74, 0x72, 0x65, 0x63, 0x0a);
export const RECORDING_VERSION = 1;
export const HEADER_BYTES = MAGIC.length + 1;

/** Of what a record is. A number that a reader does not know is one to pass over. */
export const RECORD_TYPES = { session: 1, keySample: 2, sample: 3, dump: 4, stalls: 5, end: 6 } as const;

/** What a recording begins with. */
export function encodeHeader(): Uint8Array {
  return Uint8Array.of(...MAGIC, RECORDING_VERSION);
}

/** Bytes in front of the payload and behind it. */
export const FRAME_BYTES = { mark: 2, head: 8, checksum: 4 } as const;

/** A larger record is not read, nor are more bytes unpacked. */
export const MAX_PAYLOAD_BYTES = 64 * 2 ** 20;

const MARK = [0xf5, 0x9e] as const;
const DEFLATED = 0x80;
const WORTH_DEFLATING_BYTES = 200;

/** A record that was found whole. */
export interface Frame {
  readonly type: number;
  readonly payload: Uint8Array;
  readonly checksum: number;
  /** Of the whole record. */
  readonly length: number;
}

/**
 * A record: two bytes that mark it, its type, the length of its payload, a check of these seven, the payload and its checksum.
 *
 * @param chain The checksum of the record without which this one cannot be read; 0 when there is none.
 */
export function encodeFrame(type: number, payload: Uint8Array, chain = 0): { bytes: Uint8Array; checksum: number } {
  // The first level takes half the time of the usual one, and the records hardly differ.
  const packed = payload.length < WORTH_DEFLATING_BYTES ? payload : deflateRawSync(payload, { level: 1 });
  const isPacked = packed.length < payload.length;
  const stored = isPacked ? packed : payload;
  const bytes = new Uint8Array(FRAME_BYTES.head + stored.length + FRAME_BYTES.checksum);
  const view = new DataView(bytes.buffer);
  bytes.set([...MARK, isPacked ? type | DEFLATED : type]);
  view.setUint32(3, stored.length, true);
  bytes[7] = checkOfHead(bytes);
  bytes.set(stored, FRAME_BYTES.head);
  const checksum = crc32(bytes.subarray(2, FRAME_BYTES.head + stored.length), chain);
  view.setUint32(FRAME_BYTES.head + stored.length, checksum, true);
  return { bytes, checksum };
}

/**
 * The record at the beginning of `bytes`.
 *
 * @param chain As of the record that was read last before this; only a `sample` depends on it.
 * @returns `cut` when more bytes are wanted, `broken` when there is no record here.
 */
export function decodeFrame(bytes: Uint8Array, chain: number): Frame | 'cut' | 'broken' {
  if (!startsLikeMark(bytes)) return 'broken';
  if (bytes.length < FRAME_BYTES.head) return 'cut';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = view.getUint32(3, true);
  if (bytes[7] !== checkOfHead(bytes) || size > MAX_PAYLOAD_BYTES) return 'broken';
  const end = FRAME_BYTES.head + size;
  if (bytes.length < end + FRAME_BYTES.checksum) return 'cut';
  const packedType = bytes[2] ?? 0;
  const type = packedType & ~DEFLATED;
  const checksum = crc32(bytes.subarray(2, end), type === RECORD_TYPES.sample ? chain : 0);
  if (checksum !== view.getUint32(end, true)) return 'broken';
  const payload = unpack(bytes.subarray(FRAME_BYTES.head, end), packedType >= DEFLATED);
  return payload === undefined ? 'broken' : { type, payload, checksum, length: end + FRAME_BYTES.checksum };
}

/** Where the next record could begin behind the first byte; the length of `bytes` when nowhere in them. */
export function nextMark(bytes: Uint8Array): number {
  const at = bytes.indexOf(MARK[0], 1);
  return at < 0 ? bytes.length : at;
}

function unpack(stored: Uint8Array, isPacked: boolean): Uint8Array | undefined {
  if (!isPacked) return stored;
  try {
    return inflateRawSync(stored, { maxOutputLength: MAX_PAYLOAD_BYTES });
  } catch {
    return undefined;
  }
}

function startsLikeMark(bytes: Uint8Array): boolean {
  return bytes[0] === MARK[0] && (bytes.length < FRAME_BYTES.mark || bytes[1] === MARK[1]);
}

function checkOfHead(bytes: Uint8Array): number {
  return crc32(bytes.subarray(0, 7)) & 0xff;
}
