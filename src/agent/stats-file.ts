import {
  encodeMeta,
  META_LABEL,
  META_POINTER_PREFIX,
  META_POINTER_SUFFIX,
  type MetricMeta,
} from '../format/metric-meta.js';
import { encodeField, encodeText, FIRST_FIELD_OFFSET, type FieldType } from '../format/stats-encode.js';
import { STATS_VERSION } from '../format/stats-layout.js';
import type { CopiedMemory, Mapping } from './mapping/mapping.js';
import { openMapping } from './mapping/open-mapping.js';
import { copyToFile } from './mapping/shared-memory-mapping.js';

/** Where a value stands: views made over it reach the file for as long as the process lives. */
export interface Slot {
  readonly buffer: ArrayBufferLike;
  readonly offset: number;
}

const FIRST_SIZE_BYTES = 64 * 1024;
// Room for 1,000 children of three histograms; a reader takes no file that is larger than twice this.
const LIMIT_BYTES = 64 * 1024 * 1024;
const META_POINTER_BYTES = 256;
// Zeros that stay behind the last field and the last line, so that a reader finds an end.
const END_BYTES = 8;

/**
 * A stats file that this thread writes: fields in its lower part, their metadata in the upper.
 *
 * A reader may look at any moment: the version byte is written last, then each
 * metric's metadata, its bytes, and last the length that makes it visible. When
 * a part is full the file doubles, up to 64 MiB, and is divided anew by what was needed so far.
 */
export class StatsFile {
  readonly path: string;
  readonly #mapping: Mapping;
  #end = FIRST_FIELD_OFFSET;
  #metaStart = FIRST_SIZE_BYTES / 2;
  #metaEnd = FIRST_SIZE_BYTES / 2;
  #pointerOffset = 0;

  private constructor(path: string) {
    this.path = path;
    this.#mapping = openMapping(path, FIRST_SIZE_BYTES, LIMIT_BYTES);
  }

  /** Makes the file, 0600, in place of one of the same name. Not readable before {@link publish}. */
  static create(path: string): StatsFile {
    const file = new StatsFile(path);
    const pointer = file.#addField(META_LABEL, `${META_POINTER_BYTES}s`);
    const text = META_POINTER_PREFIX + formatPointer(file.#metaStart) + META_POINTER_SUFFIX;
    file.#bytes(pointer.offset, META_POINTER_BYTES).set(encodeText(text, META_POINTER_BYTES));
    file.#pointerOffset = pointer.offset + META_POINTER_PREFIX.length;
    return file;
  }

  /** All of the file as it is now; another after it has grown. */
  get memory(): ArrayBufferLike {
    return this.#mapping.buffer;
  }

  /** Set when the file is only a copy of this memory, see {@link copy}. */
  get copied(): CopiedMemory | undefined {
    return this.#mapping.copied;
  }

  /**
   * Adds a metric whose value is `initial` from the moment it can be seen.
   *
   * @returns `undefined` when the file has its largest size, or cannot grow.
   */
  add(meta: MetricMeta, type: FieldType, initial: Uint8Array): Slot | undefined {
    const line = new TextEncoder().encode(encodeMeta(meta));
    while (!this.#hasRoom(meta.name, type, line.length)) {
      if (!this.#grow(line.length)) return undefined;
    }
    this.#addMeta(line);
    return this.#addField(meta.name, type, initial);
  }

  /** Lets readers in: writes the version byte. */
  publish(): void {
    Atomics.store(this.#bytes(0, 1), 0, STATS_VERSION);
    this.copy();
  }

  /** Brings the file up to date when it is a copy; does nothing when it is mapped. */
  copy(): void {
    if (this.copied !== undefined) copyToFile(this.copied);
  }

  #hasRoom(label: string, type: FieldType, metaBytes: number): boolean {
    return (
      encodeField(this.#end, label, type).end + END_BYTES <= this.#metaStart &&
      this.#metaEnd + metaBytes + END_BYTES <= this.#mapping.buffer.byteLength
    );
  }

  #addField(label: string, type: FieldType, initial?: Uint8Array): Slot {
    const start = this.#end;
    const field = encodeField(start, label, type);
    if (initial !== undefined) field.bytes.set(initial, field.valueOffset - start);
    this.#bytes(start + 2, field.bytes.length - 2).set(field.bytes.subarray(2));
    const length = new DataView(field.bytes.buffer).getUint16(0, true);
    if (start % 2 === 0) Atomics.store(new Uint16Array(this.#mapping.buffer, start, 1), 0, length);
    // Only the first field stands at an odd place, and it is hidden by the version byte.
    else this.#bytes(start, 2).set(field.bytes.subarray(0, 2));
    this.#end = field.end;
    return { buffer: this.#mapping.buffer, offset: field.valueOffset };
  }

  #addMeta(line: Uint8Array): void {
    const bytes = this.#bytes(this.#metaEnd, line.length);
    bytes.set(line.subarray(1), 1);
    Atomics.store(bytes, 0, line[0] ?? 0);
    this.#metaEnd += line.length;
  }

  #grow(nextMetaBytes: number): boolean {
    const size = this.#mapping.buffer.byteLength;
    if (size * 2 > LIMIT_BYTES) return false;
    try {
      this.#mapping.grow(size * 2);
    } catch {
      return false;
    }
    const metaBytes = this.#metaEnd - this.#metaStart;
    const metaStart = size * 2 - this.#metaRoom(size, metaBytes + nextMetaBytes);
    this.#bytes(metaStart, metaBytes).set(this.#bytes(this.#metaStart, metaBytes));
    this.#movePointer(metaStart);
    this.#bytes(this.#metaStart, metaBytes).fill(0);
    this.#metaStart = metaStart;
    this.#metaEnd = metaStart + metaBytes;
    return true;
  }

  // A file of histograms needs little for metadata, one of counters most. The old bytes stay as they are while a
  // reader may still follow the old pointer, so the metadata gets the new half at most.
  #metaRoom(newBytes: number, metaBytes: number): number {
    const share = metaBytes / (metaBytes + this.#end);
    const wanted = Math.max(2 * metaBytes, 2 * newBytes * share);
    return Math.min(newBytes, Math.ceil(wanted / END_BYTES) * END_BYTES);
  }

  #movePointer(metaOffset: number): void {
    const digits = new TextEncoder().encode(formatPointer(metaOffset));
    const word = new BigUint64Array(digits.buffer)[0] ?? 0n;
    Atomics.store(new BigUint64Array(this.#mapping.buffer, this.#pointerOffset, 1), 0, word);
  }

  #bytes(offset: number, length: number): Uint8Array {
    return new Uint8Array(this.#mapping.buffer, offset, length);
  }
}

function formatPointer(offset: number): string {
  return String(offset).padStart(8, '0');
}
