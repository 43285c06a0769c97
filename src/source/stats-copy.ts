import { decodeMeta } from '../format/metric-meta.js';
import {
  type DescribedField,
  findMeta,
  readField,
  readValue,
  type StatsField,
  type StatsSnapshot,
  type StatsValue,
} from '../format/stats-decode.js';
import { decodeLayout, decodeText, type FieldLayout, type StatsLayout } from '../format/stats-layout.js';
import { FileWindow, readBytes } from './file-window.js';
import { type FileBytes, KnownLayout } from './known-layout.js';

// A writer that never rests can change a value between any two looks: then the last one that was sure stays.
const MAX_LOOKS = 100;
const FIRST_READ_BYTES = 8 * 1024;
const FIRST_META_BYTES = 16 * 1024;
// Of a box with more kinds of programs than this, each file has a layout of its own.
const MAX_SHARED = 32;

const first = new FileWindow();
const second = new FileWindow();
const shared: KnownLayout[] = [];

/**
 * What a reader knows of one stats file of a given size, and takes from it with each {@link read}.
 *
 * One `read` call is not atomic against the writer. An aligned value of up to 8
 * bytes cannot tear, nor can an element of an aligned array of such; every
 * other is taken when two looks agree on its write buffer and its bytes.
 */
export class StatsCopy {
  readonly #size: number;
  #known: KnownLayout | undefined;
  /** As they were read last. */
  #fields: readonly StatsField[] = [];
  /** The bytes of the file then. */
  #last = bytesOf(0);
  /** The fields of which the writer gave no rest: they are looked at again, whether or not they have changed since. */
  #unsure: readonly number[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  /** Reads the open file. @throws the system's error when it cannot be read. */
  read(file: number): StatsSnapshot {
    const changed = this.#known === undefined ? undefined : this.#readChanges(file, this.#known);
    const known = (changed === undefined ? undefined : this.#known) ?? this.#learn(file);
    if (known !== this.#known) [this.#fields, this.#unsure] = [[], []];
    this.#known = known;
    this.#fields = this.#follow(file, known, changed ?? [...known.fields.keys()]);
    this.#keepBytes(known);
    return { fields: this.#fields, brokenReason: known.layout.brokenReason, index: known.index };
  }

  /** A field that is as it was stays the same object, and all of them the same array: of a thousand files, little is new each second. */
  #follow(file: number, known: KnownLayout, changed: readonly number[]): readonly StatsField[] {
    const doubtful = changed.filter((index) => known.doubtful.has(index));
    const sure = settle(file, known.fields, doubtful);
    this.#unsure = doubtful.filter((_, which) => sure[which] === undefined);
    const before = this.#fields;
    let fields: StatsField[] | undefined;
    let nextDoubtful = 0;
    for (const index of changed) {
      const field = known.fields[index];
      if (field === undefined) continue;
      const last = before[index];
      const settled = doubtful[nextDoubtful] === index ? (sure[nextDoubtful++] ?? last?.value) : undefined;
      const value = settled ?? readValue(first.view, field.layout);
      // The rates of a meter change without its count.
      if (last?.value === value && field.parts !== 'rates') continue;
      fields ??= before.slice();
      fields[index] = readField(first.view, field, value);
    }
    return fields ?? before;
  }

  /** The fields that are not as they were; `undefined` when the file has another layout. */
  #readChanges(file: number, known: KnownLayout): readonly number[] | undefined {
    if (known.layout.brokenReason !== undefined) return undefined;
    first.fill(file, 0, known.readEnd);
    const changed = known.changesBetween(this.#last, first);
    if (changed === undefined || (known.isMetaMissing && !hasMeta(file, known))) return undefined;
    return this.#unsure.length === 0 ? changed : [...new Set([...changed, ...this.#unsure])].toSorted((a, b) => a - b);
  }

  #keepBytes({ readEnd }: KnownLayout): void {
    const count = Math.ceil(readEnd / Int32Array.BYTES_PER_ELEMENT);
    if (this.#last.words.length !== count) this.#last = bytesOf(count);
    this.#last.words.set(first.words.subarray(0, count));
  }

  #learn(file: number): KnownLayout {
    let [start, end] = [0, Math.min(FIRST_READ_BYTES, this.#size)];
    for (;;) {
      first.fill(file, start, end);
      const alike = shared.findIndex((each) => each.readEnd <= end && isLayoutOf(file, each));
      const known = shared[alike];
      if (known !== undefined) return putFirst(known, alike);
      const layout = decodeLayout(first.bytes.subarray(0, end));
      const isWhole = layout.brokenReason === undefined && layout.end + 2 <= end;
      if (isWhole || end >= this.#size) return describe(file, layout, end, this.#size);
      [start, end] = [end, Math.min(end * 4, this.#size)];
    }
  }
}

function bytesOf(words: number): FileBytes {
  const bytes = Buffer.alloc(words * Int32Array.BYTES_PER_ELEMENT);
  return { bytes, words: new Int32Array(bytes.buffer, bytes.byteOffset, words) };
}

function describe(file: number, layout: StatsLayout, end: number, size: number): KnownLayout {
  const bytes = first.bytes.subarray(0, end);
  const metaStart = findMeta(first.view, layout.fields);
  const meta = metaStart === undefined || metaStart >= size ? undefined : readMeta(file, metaStart, size);
  const metas = meta === undefined ? undefined : decodeMeta(decodeText(meta));
  const known = new KnownLayout(bytes, layout, metaStart, meta, metas);
  return layout.brokenReason === undefined ? putFirst(known, MAX_SHARED - 1) : known;
}

/** With the NUL, which is no more where it was when a line has been added. */
function readMeta(file: number, start: number, size: number): Buffer {
  for (let length = FIRST_META_BYTES; ; length *= 4) {
    const end = Math.min(start + length, size);
    const bytes = readBytes(file, start, end);
    const nul = bytes.indexOf(0);
    if (nul >= 0) return Buffer.from(bytes.subarray(0, nul + 1));
    if (end === size) return bytes;
  }
}

function putFirst(known: KnownLayout, from: number): KnownLayout {
  shared.splice(from, 1);
  shared.unshift(known);
  return known;
}

function isLayoutOf(file: number, known: KnownLayout): boolean {
  return known.hasHeaders(first.words) && hasMeta(file, known);
}

function hasMeta(file: number, { meta, metaStart = 0 }: KnownLayout): boolean {
  return meta === undefined || readBytes(file, metaStart, metaStart + meta.length).equals(meta);
}

/** The values of doubtful fields, each `undefined` when its writer gave it no rest. */
function settle(
  file: number,
  fields: readonly DescribedField[],
  doubtful: readonly number[],
): readonly (StatsValue | undefined)[] {
  const lowest = layoutAt(fields, doubtful[0]);
  const highest = layoutAt(fields, doubtful.at(-1));
  if (lowest === undefined || highest === undefined) return [];
  second.fill(file, lowest.bufferOffset, highest.end);
  return doubtful.map((index) => {
    const field = layoutAt(fields, index);
    if (field === undefined) return undefined;
    return isPublishedSame(first, second, field) ? readValue(first.view, field) : lookAgain(file, field);
  });
}

function layoutAt(fields: readonly DescribedField[], index: number | undefined): FieldLayout | undefined {
  return fields[index ?? -1]?.layout;
}

function lookAgain(file: number, field: FieldLayout): StatsValue | undefined {
  let [older, newer] = [first, second];
  for (let looks = 0; looks < MAX_LOOKS; looks++) {
    [older, newer] = [newer, older];
    if (!newer.fill(file, field.bufferOffset, field.end)) return undefined;
    if (isPublishedSame(older, newer, field)) return readValue(newer.view, field);
  }
  return undefined;
}

function isPublishedSame(a: FileWindow, b: FileWindow, { bufferOffset, isBuffered, type }: FieldLayout): boolean {
  if (a.bytes[bufferOffset] !== b.bytes[bufferOffset]) return false;
  const published = isBuffered ? ((a.bytes[bufferOffset] ?? 0) & 1) ^ 1 : 0;
  const start = bufferOffset + 1 + published * type.size;
  return a.bytes.compare(b.bytes, start, start + type.size, start, start + type.size) === 0;
}
