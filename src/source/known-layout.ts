import { LabelIndex } from '../format/find-field.js';
import { META_LABEL, type ReadMeta } from '../format/metric-meta.js';
import { type DescribedField, describeFields } from '../format/stats-decode.js';
import { type FieldLayout, type StatsLayout } from '../format/stats-layout.js';

const WORD_BYTES = 8;
const CHUNK_WORDS = 256;
const SAME = 0xff;
// The write buffer of a buffered field is 0 or 1.
const SAME_BUT_LAST_BIT = 0xfe;

/** The start of a file, and the same memory as words. */
export interface FileBytes {
  readonly bytes: Buffer;
  readonly words: Int32Array;
}

/**
 * What was decoded of a file once, and holds while the bytes between its values are the same.
 *
 * It holds for every file with these bytes, so processes that run the same program share one.
 */
export class KnownLayout {
  readonly layout: StatsLayout;
  readonly fields: readonly DescribedField[];
  readonly index: LabelIndex;
  /** The fields whose value cannot be taken in one look, as indexes of {@link fields}. */
  readonly doubtful: ReadonlySet<number>;
  /** The bytes of the metadata, with the NUL behind them; `undefined` when there is none. */
  readonly meta: Uint8Array | undefined;
  readonly metaStart: number | undefined;
  /** Some field has no metadata, which may be still to come. */
  readonly isMetaMissing: boolean;
  readonly #check: HeaderCheck;
  readonly #words: FieldWords;

  /** @param bytes The file, up to the end of its fields at least. */
  constructor(
    bytes: Uint8Array,
    layout: StatsLayout,
    metaStart: number | undefined,
    meta: Uint8Array | undefined,
    metas: ReadonlyMap<string, ReadMeta> | undefined,
  ) {
    this.layout = layout;
    this.metaStart = metaStart;
    this.meta = meta;
    this.fields = describeFields(layout.fields, metas);
    this.index = new LabelIndex(this.fields.map((field) => field.layout));
    this.doubtful = new Set([...this.fields.keys()].filter((index) => canTear(this.fields[index]?.layout)));
    this.isMetaMissing = metas !== undefined && this.fields.some(({ layout: { label } }) => !metas.has(label));
    const masks = headerMasks(layout, bytes);
    this.#check = new HeaderCheck(bytes, masks);
    this.#words = new FieldWords(masks, this.fields);
  }

  /** How much of a file is to be read for its values, and to see that none was added. */
  get readEnd(): number {
    return this.layout.end + 2;
  }

  /** Whether a file with these words at its start has this layout, its metadata at the same place, and no field more. */
  hasHeaders(words: Int32Array): boolean {
    return this.layout.brokenReason === undefined && this.#check.holdsFor(words);
  }

  /**
   * The fields whose bytes differ between two looks at a file of this layout, as indexes of {@link fields}, ascending.
   *
   * @returns `undefined` when it has this layout no more.
   */
  changesBetween(before: FileBytes, now: FileBytes): readonly number[] | undefined {
    return this.#words.changesBetween(before, now);
  }
}

/**
 * Which fields stand in which words of 4 bytes, and which bits of those are no values.
 *
 * Most words are those of histograms, in which little happens: what is the same in a whole kibibyte is found so at once.
 */
class FieldWords {
  readonly #masks: Int32Array;
  /** The first and the last field of each word. */
  readonly #firsts: Int32Array;
  readonly #lasts: Int32Array;

  constructor(masks: Int32Array, fields: readonly DescribedField[]) {
    this.#masks = masks;
    this.#firsts = new Int32Array(this.#masks.length).fill(fields.length);
    this.#lasts = new Int32Array(this.#masks.length).fill(-1);
    for (const [index, { layout: field }] of fields.entries()) {
      for (let word = field.bufferOffset >> 2; word <= (field.end - 1) >> 2; word++) {
        this.#firsts[word] = Math.min(this.#firsts[word] ?? 0, index);
        this.#lasts[word] = index;
      }
    }
  }

  changesBetween(before: FileBytes, now: FileBytes): readonly number[] | undefined {
    const changed: number[] = [];
    const { length } = this.#masks;
    let next = 0;
    for (let word = 0; word < length; word++) {
      if (word % CHUNK_WORDS === 0 && isChunkSame(before.bytes, now.bytes, word, length)) {
        word += CHUNK_WORDS - 1;
        continue;
      }
      const difference = (before.words[word] ?? 0) ^ (now.words[word] ?? 0);
      if (difference === 0) continue;
      if ((difference & (this.#masks[word] ?? 0)) !== 0) return undefined;
      const last = this.#lasts[word] ?? -1;
      for (next = Math.max(next, this.#firsts[word] ?? 0); next <= last; next++) changed.push(next);
    }
    return changed;
  }
}

/**
 * The bytes of a file that are no values, as the words of 4 bytes in which they stand.
 *
 * Cost: one compare a word, some 10 words a field.
 */
class HeaderCheck {
  readonly #indexes: Uint32Array;
  readonly #masks: Int32Array;
  readonly #expected: Int32Array;

  constructor(bytes: Uint8Array, masks: Int32Array) {
    const words = wordsOf(bytes, masks.length);
    const count = masks.length - masks.filter((mask) => mask === 0).length;
    this.#indexes = new Uint32Array(count);
    this.#masks = new Int32Array(count);
    this.#expected = new Int32Array(count);
    let next = 0;
    for (let index = 0; index < masks.length; index++) {
      const mask = masks[index] ?? 0;
      if (mask === 0) continue;
      this.#indexes[next] = index;
      this.#masks[next] = mask;
      this.#expected[next++] = (words[index] ?? 0) & mask;
    }
  }

  holdsFor(words: Int32Array): boolean {
    // From the end: what another program wrote differs there at once.
    for (let each = this.#indexes.length - 1; each >= 0; each--) {
      const word = words[this.#indexes[each] ?? 0] ?? 0;
      if ((word & (this.#masks[each] ?? 0)) !== this.#expected[each]) return false;
    }
    return true;
  }
}

function isChunkSame(before: Uint8Array, now: Buffer, word: number, words: number): boolean {
  const start = word * 4;
  const end = Math.min(word + CHUNK_WORDS, words) * 4;
  return now.compare(before, start, end, start, end) === 0;
}

function headerMasks({ fields, end }: StatsLayout, bytes: Uint8Array): Int32Array {
  const masks = new Int32Array(Math.ceil((end + 2) / 4));
  const marks = new Uint8Array(masks.buffer);
  let start = 0;
  for (const field of fields) {
    marks.fill(SAME, start, field.bufferOffset);
    marks[field.bufferOffset] = field.isBuffered ? SAME_BUT_LAST_BIT : SAME;
    if (field.label === META_LABEL) marks.fill(SAME, field.bufferOffset, field.end);
    start = field.end;
  }
  // A length other than zero would be a field that was added; a file that is full has none.
  marks.fill(SAME, start, Math.min(end + 2, bytes.length));
  return masks;
}

function wordsOf(bytes: Uint8Array, count: number): Int32Array {
  const words = new Int32Array(count);
  new Uint8Array(words.buffer).set(bytes.subarray(0, words.byteLength));
  return words;
}

function canTear(field: FieldLayout | undefined): boolean {
  // The offset in the pointer is one aligned word, and the rest of its text does not change.
  if (field === undefined || field.label === META_LABEL) return false;
  const { size, letter, count } = field.type;
  const isWords = letter === 'Q' && count > 1 && (field.bufferOffset + 1) % WORD_BYTES === 0;
  const isWord = isWords || (letter !== 's' && size <= WORD_BYTES && (field.bufferOffset + 1) % size === 0);
  return size > 1 && (field.isBuffered || !isWord);
}
