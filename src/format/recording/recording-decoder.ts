import { decodeFrame, type Frame, HEADER_BYTES, MAGIC, nextMark, RECORD_TYPES, RECORDING_VERSION } from './frame.js';
import { decodeJson, type RecordedItem } from './records.js';
import { SampleDecoder } from './sample-decoder.js';

const NOTHING = new Uint8Array();

/**
 * Reads a recording from bytes that come little by little. Never throws: what cannot be read is an item that says so.
 *
 * Of a damaged one everything is read that can be, from the next whole sample on.
 */
export class RecordingDecoder {
  #rest: Uint8Array = NOTHING;
  #isBegun = false;
  #isOver = false;
  /** `undefined` until a whole sample comes. */
  #samples: SampleDecoder | undefined;
  #chain = 0;
  #lostBytes = 0;
  #lastWallMs: number | undefined;

  /** What these bytes complete, in its order. */
  push(bytes: Uint8Array): readonly RecordedItem[] {
    if (this.#isOver) return [];
    this.#rest = this.#rest.length === 0 ? bytes : concat(this.#rest, bytes);
    if (!this.#isBegun) {
      const reason = this.#readHeader();
      if (reason !== undefined) return this.#refuse(reason);
    }
    return this.#isBegun ? this.#readRecords(false) : [];
  }

  /** Nothing comes any more: what is left over. */
  end(): readonly RecordedItem[] {
    if (this.#isOver) return [];
    if (!this.#isBegun) return this.#refuse(this.#rest.length === 0 ? 'it is empty' : NO_RECORDING);
    const hasRest = this.#rest.length > 0;
    const items = this.#readRecords(true);
    this.#isOver = true;
    const isCut = hasRest && this.#lostBytes > 0;
    return isCut ? [...items, { type: 'cutOff', afterWallMs: this.#lastWallMs }] : [...items, ...this.#tellLost()];
  }

  #readHeader(): string | undefined {
    const start = this.#rest.subarray(0, MAGIC.length);
    if (start.some((byte, index) => byte !== MAGIC[index])) return NO_RECORDING;
    if (this.#rest.length < HEADER_BYTES) return undefined;
    const version = this.#rest[MAGIC.length];
    if (version !== RECORDING_VERSION) {
      return `version ${version} of the format; this porthole reads version ${RECORDING_VERSION}: a newer one reads it`;
    }
    this.#rest = this.#rest.subarray(HEADER_BYTES);
    this.#isBegun = true;
    return undefined;
  }

  #refuse(reason: string): readonly RecordedItem[] {
    this.#isOver = true;
    this.#rest = NOTHING;
    return [{ type: 'unreadable', reason }];
  }

  #readRecords(isLast: boolean): readonly RecordedItem[] {
    const items: RecordedItem[] = [];
    while (this.#rest.length > 0) {
      const frame = decodeFrame(this.#rest, this.#chain);
      if (frame === 'cut' && !isLast) break;
      if (typeof frame === 'string') this.#skip();
      else {
        items.push(...this.#readFrame(frame));
        this.#rest = this.#rest.subarray(frame.length);
      }
    }
    // What is kept must not hold on to all that came.
    this.#rest = this.#rest.length === 0 ? NOTHING : this.#rest.slice();
    return items;
  }

  // Two recordings that were put one behind the other are one.
  #skip(): void {
    const isHeader = this.#rest.length >= HEADER_BYTES && MAGIC.every((byte, index) => byte === this.#rest[index]);
    const length = isHeader ? HEADER_BYTES : nextMark(this.#rest);
    if (!isHeader) this.#lostBytes += length;
    this.#rest = this.#rest.subarray(length);
  }

  #readFrame(frame: Frame): readonly RecordedItem[] {
    const { type, payload } = frame;
    const isSample = type === RECORD_TYPES.keySample || type === RECORD_TYPES.sample;
    const item = isSample ? this.#readSample(frame) : decodeJson(type, payload);
    if (item === undefined) {
      if (isSample) this.#lostBytes += frame.length;
      return [];
    }
    const lost = this.#tellLost();
    if (item.type === 'sample') this.#lastWallMs = item.sample.wallMs;
    return [...lost, item];
  }

  #readSample({ type, payload, checksum }: Frame): RecordedItem | undefined {
    if (type === RECORD_TYPES.keySample) this.#samples = new SampleDecoder();
    if (this.#samples === undefined) return undefined;
    try {
      const sample = this.#samples.decode(payload);
      this.#chain = checksum;
      return { type: 'sample', sample };
    } catch {
      // Made by something else than porthole, with a right checksum.
      this.#samples = undefined;
      return undefined;
    }
  }

  #tellLost(): readonly RecordedItem[] {
    const bytes = this.#lostBytes;
    if (bytes === 0) return [];
    this.#lostBytes = 0;
    return [{ type: 'lost', bytes, afterWallMs: this.#lastWallMs }];
  }
}

const NO_RECORDING = 'no recording of porthole';

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
