import { Buffer } from 'node:buffer';
import { isPlainObject } from './json.js';

/**
 * The first line of what `porthole remote-reader` writes. The number changes when the two sides would not understand
 * each other any more.
 *
 * A login shell may have printed something before it.
 */
export const READER_BANNER = 'porthole remote-reader 1\n';

/** What the reader on another machine says: a value, or bytes that belong to request `id`. */
export type ReaderFrame =
  | { readonly type: 'json'; readonly value: Readonly<Record<string, unknown>> }
  /** Part of a recording; the whole is the answer to all requests for samples. */
  | { readonly type: 'recording'; readonly bytes: Uint8Array }
  /** What a socket answered. */
  | { readonly type: 'answer'; readonly id: number; readonly bytes: Uint8Array };

const TYPES = { json: 1, recording: 2, answer: 3 } as const;
const HEAD_BYTES = 5;
const ID_BYTES = 4;
const MAX_FRAME_BYTES = 64 * 2 ** 20;
const MAX_NOISE_BYTES = 64 * 2 ** 10;
const NOTHING = Buffer.alloc(0);

/** A frame: its type (1 byte), the length of the rest (4, little-endian), the rest. */
export function encodeReaderFrame(frame: ReaderFrame): readonly Uint8Array[] {
  switch (frame.type) {
    case 'json': {
      const bytes = Buffer.from(JSON.stringify(frame.value));
      return [headOf(TYPES.json, bytes.length), bytes];
    }
    case 'recording':
      return [headOf(TYPES.recording, frame.bytes.length), frame.bytes];
    default: {
      const id = Buffer.alloc(ID_BYTES);
      id.writeUInt32LE(frame.id);
      return [headOf(TYPES.answer, ID_BYTES + frame.bytes.length), id, frame.bytes];
    }
  }
}

/** Reads frames from bytes that come little by little; what comes before the banner is passed over. */
export class ReaderFrames {
  #rest: Buffer = NOTHING;
  #isBegun = false;

  /** Whether the banner has come. */
  get isBegun(): boolean {
    return this.#isBegun;
  }

  /** The frames that these bytes complete. @throws Error when it is not such a reader that writes. */
  push(bytes: Uint8Array): readonly ReaderFrame[] {
    this.#rest = this.#rest.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.#rest, bytes]);
    if (!this.#isBegun) this.#begin();
    const frames: ReaderFrame[] = [];
    while (this.#isBegun && this.#rest.length >= HEAD_BYTES) {
      const length = this.#rest.readUInt32LE(1);
      if (length > MAX_FRAME_BYTES) throw new Error('it sends more at once than can be');
      if (this.#rest.length < HEAD_BYTES + length) break;
      const frame = decode(this.#rest[0] ?? 0, this.#rest.subarray(HEAD_BYTES, HEAD_BYTES + length));
      if (frame !== undefined) frames.push(frame);
      this.#rest = this.#rest.subarray(HEAD_BYTES + length);
    }
    return frames;
  }

  #begin(): void {
    const at = this.#rest.indexOf(READER_BANNER);
    if (at >= 0) {
      this.#isBegun = true;
      this.#rest = this.#rest.subarray(at + READER_BANNER.length);
    } else if (this.#rest.length > MAX_NOISE_BYTES) throw new Error('what answers there is no porthole of this kind');
  }
}

function headOf(type: number, length: number): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head[0] = type;
  head.writeUInt32LE(length, 1);
  return head;
}

// A type that a later porthole has is passed over.
function decode(type: number, rest: Buffer): ReaderFrame | undefined {
  if (type === TYPES.recording) return { type: 'recording', bytes: rest };
  if (type === TYPES.answer && rest.length >= ID_BYTES)
    return { type: 'answer', id: rest.readUInt32LE(0), bytes: rest.subarray(ID_BYTES) };
  if (type !== TYPES.json) return undefined;
  const value: unknown = JSON.parse(rest.toString('utf8'));
  return isPlainObject(value) ? { type: 'json', value } : undefined;
}
