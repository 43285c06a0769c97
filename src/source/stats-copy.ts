import { readSync } from 'node:fs';
import { decodeMeta, type ReadMeta } from '../format/metric-meta.js';
import { findMeta, joinMetas, readValue, type StatsSnapshot, type StatsValue } from '../format/stats-decode.js';
import {
  decodeLayout,
  decodeText,
  type FieldLayout,
  STATS_VERSION,
  type StatsLayout,
  UNBUFFERED,
} from '../format/stats-layout.js';

// A writer that never rests can change a value between any two looks: then the last one that was sure stays.
const MAX_LOOKS = 100;
const WORD_BYTES = 8;

/** What was decoded once and holds while the bytes around the values are the same. */
interface Known {
  readonly layout: StatsLayout;
  /** The bytes from which it was decoded. */
  readonly bytes: Buffer;
  /** Fields whose value cannot be taken in one look, and the range of bytes they stand in. */
  readonly doubtful: readonly number[];
  readonly metaStart: number | undefined;
  readonly metaEnd: number;
  readonly metas: ReadonlyMap<string, ReadMeta> | undefined;
}

/**
 * The copy that a reader has of one stats file of a given size, taken anew with each {@link read}.
 *
 * One `read` call is not atomic against the writer. An aligned value of up to 8
 * bytes cannot tear, nor can an element of an aligned array of such; every
 * other is taken when two looks agree on its write buffer and its bytes.
 */
export class StatsCopy {
  readonly #first: Buffer;
  readonly #second: Buffer;
  #known: Known | undefined;
  #values: readonly StatsValue[] = [];

  constructor(size: number) {
    this.#first = Buffer.alloc(size);
    this.#second = Buffer.alloc(size);
  }

  /** Reads the open file. @throws the system's error when it cannot be read. */
  read(file: number): StatsSnapshot {
    // A file that was cut short leaves zeros, which end the fields.
    this.#first.fill(0, fill(file, this.#first, 0, this.#first.length));
    const isSame = this.#known !== undefined && this.#hasSameLayout(this.#known);
    const known = isSame && this.#known !== undefined ? this.#known : learn(this.#first);
    const values = this.#settle(file, known, isSame ? this.#values : []);
    this.#values = values;
    this.#known = learnMeta(known, this.#first, values);
    const { layout, metas } = this.#known;
    return { fields: joinMetas(viewOf(this.#first), layout.fields, values, metas), brokenReason: layout.brokenReason };
  }

  #hasSameLayout({ layout, bytes }: Known): boolean {
    const now = this.#first;
    if (layout.brokenReason !== undefined || now[0] !== STATS_VERSION) return false;
    let start = 1;
    for (const { bufferOffset, isBuffered, end } of layout.fields) {
      const writeBuffer = now[bufferOffset] ?? 0;
      if (isBuffered ? writeBuffer > 1 : writeBuffer !== UNBUFFERED) return false;
      if (now.compare(bytes, start, bufferOffset, start, bufferOffset) !== 0) return false;
      start = end;
    }
    // A length other than zero would be a field that was added.
    return now.subarray(start, start + 2).every((byte) => byte === 0);
  }

  #settle(file: number, { layout, doubtful }: Known, before: readonly StatsValue[]): readonly StatsValue[] {
    const view = viewOf(this.#first);
    const values = layout.fields.map((field) => readValue(view, field));
    const first = layout.fields[doubtful[0] ?? -1];
    const last = layout.fields[doubtful.at(-1) ?? -1];
    if (first === undefined || last === undefined) return values;
    fill(file, this.#second, first.bufferOffset, last.end);
    for (const index of doubtful) {
      const field = layout.fields[index];
      if (field === undefined || isPublishedSame(this.#first, this.#second, field)) continue;
      const value = this.#lookAgain(file, field) ?? before[index];
      if (value !== undefined) values[index] = value;
    }
    return values;
  }

  #lookAgain(file: number, field: FieldLayout): StatsValue | undefined {
    let [older, newer] = [this.#first, this.#second];
    for (let looks = 0; looks < MAX_LOOKS; looks++) {
      [older, newer] = [newer, older];
      if (fill(file, newer, field.bufferOffset, field.end) < field.end) return undefined;
      if (isPublishedSame(older, newer, field)) return readValue(viewOf(newer), field);
    }
    return undefined;
  }
}

function learn(first: Buffer): Known {
  const bytes = Buffer.from(first);
  const layout = decodeLayout(bytes);
  const doubtful = [...layout.fields.keys()].filter((index) => canTear(layout.fields[index]));
  return { layout, bytes, doubtful, metaStart: undefined, metaEnd: 0, metas: undefined };
}

function learnMeta(known: Known, now: Buffer, values: readonly StatsValue[]): Known {
  const metaStart = findMeta(known.layout.fields, values);
  if (metaStart === undefined || metaStart >= now.length) return { ...known, metaStart: undefined, metas: undefined };
  const { metaEnd, bytes } = known;
  const isSame = known.metaStart === metaStart && now.compare(bytes, metaStart, metaEnd, metaStart, metaEnd) === 0;
  if (isSame) return known;
  const nul = now.indexOf(0, metaStart);
  // With the NUL, which is no more where it was when a line has been added.
  const end = nul < 0 ? now.length : nul + 1;
  now.copy(bytes, metaStart, metaStart, end);
  return { ...known, metaStart, metaEnd: end, metas: decodeMeta(decodeText(now.subarray(metaStart, end))) };
}

function canTear(field: FieldLayout | undefined): boolean {
  if (field === undefined) return false;
  const { size, letter, count } = field.type;
  const isWords = letter === 'Q' && count > 1 && (field.bufferOffset + 1) % WORD_BYTES === 0;
  const isWord = isWords || (letter !== 's' && size <= WORD_BYTES && (field.bufferOffset + 1) % size === 0);
  return size > 1 && (field.isBuffered || !isWord);
}

function isPublishedSame(a: Buffer, b: Buffer, { bufferOffset, isBuffered, type }: FieldLayout): boolean {
  if (a[bufferOffset] !== b[bufferOffset]) return false;
  const published = isBuffered ? ((a[bufferOffset] ?? 0) & 1) ^ 1 : 0;
  const start = bufferOffset + 1 + published * type.size;
  return a.compare(b, start, start + type.size, start, start + type.size) === 0;
}

/** Reads the bytes from `start` to `end` to where they stand in the file. @returns one past the last that was there. */
function fill(file: number, buffer: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const count = readSync(file, buffer, at, end - at, at);
    if (count === 0) break;
    at += count;
  }
  return at;
}

function viewOf(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
