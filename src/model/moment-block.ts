/** So many samples a block holds: half a minute at one a second. */
export const BLOCK_ROWS = 32;

// All blocks are full at the same time, and new ones begin. The memory of the one is that of the other: what was given
// back by the garbage collector came too late, and in pieces that did not fit.
const MAX_SPARE = 64;
const spareRows: Float64Array[] = [];
let packing = new Float64Array(0);

const SPARE_COLUMNS = 8;
/** Of the two times and the mark of a moment. */
const MOMENT_BYTES = 17;

/** The columns of one or more blocks, by name. It only grows, so a block may have fewer than its table. */
export class ColumnTable {
  readonly keys: string[] = [];
  readonly #indexes = new Map<string, number>();
  /** A column of integers above 2⁵³ holds their distance from this one, which is exact where they are not. */
  readonly #bases = new Map<number, bigint>();
  #asked: readonly string[] | undefined;
  #columns = new Int32Array(0);

  /** The columns of these keys, -1 for those that have none. Those that were asked for last are not looked for again. */
  columnsOf(keys: readonly string[]): Int32Array {
    if (this.#asked !== keys) {
      this.#columns = Int32Array.from(keys, (key) => this.#indexes.get(key) ?? -1);
      this.#asked = keys;
    }
    return this.#columns;
  }

  indexOf(key: string): number | undefined {
    return this.#indexes.get(key);
  }

  add(key: string): number {
    const index = this.keys.length;
    this.keys.push(key);
    this.#indexes.set(key, index);
    this.#asked = undefined;
    return index;
  }

  setBase(index: number, base: bigint): void {
    this.#bases.set(index, base);
  }

  baseOf(index: number): bigint | undefined {
    return this.#bases.get(index);
  }
}

/**
 * Some successive moments of a process and the values of all its metrics then; `NaN` is the gap.
 *
 * Rows are written one behind the other and never changed. A history of an
 * earlier moment shares the block and looks at fewer of its rows.
 */
export class MomentBlock {
  readonly columns: ColumnTable;
  readonly atMs: Float64Array;
  readonly wallMs: Float64Array;
  readonly restarts: Uint8Array;
  /** Rows that have been written, by whichever history is the longest. */
  used = 0;
  /** Of memory; counted, not asked for: it is summed up over all blocks with every sample. */
  bytes: number;
  /** Values in each row. */
  readonly width: number;
  #rows: Float64Array | undefined;
  // Once the block is full: the column's value where it has only one, or where its values stand.
  #constants: Float64Array | undefined;
  #places: Int32Array | undefined;
  #packed: Float64Array | undefined;

  constructor(columns: ColumnTable, width = columns.keys.length + SPARE_COLUMNS) {
    this.columns = columns;
    this.width = width;
    this.atMs = new Float64Array(BLOCK_ROWS);
    this.wallMs = new Float64Array(BLOCK_ROWS);
    this.restarts = new Uint8Array(BLOCK_ROWS);
    this.#rows = takeRows(BLOCK_ROWS * width).fill(Number.NaN);
    this.bytes = BLOCK_ROWS * (MOMENT_BYTES + width * 8);
  }

  /** Whether the next row can be written here behind `length` rows. */
  canAppend(length: number): boolean {
    return this.#rows !== undefined && length === this.used && length < BLOCK_ROWS;
  }

  set(row: number, column: number, value: number | bigint): void {
    if (this.#rows === undefined) return;
    this.#rows[row * this.width + column] = toStored(value, this.columns.baseOf(column));
  }

  /** The value, an integer above 2⁵³ as it is; `undefined` is the gap. */
  exactAt(row: number, column: number): number | bigint | undefined {
    const stored = this.#storedAt(row, column);
    if (Number.isNaN(stored)) return undefined;
    const base = this.columns.baseOf(column);
    return base === undefined ? stored : base + BigInt(stored);
  }

  /** The value rounded to a number; `NaN` is the gap. */
  at(row: number, column: number): number {
    const stored = this.#storedAt(row, column);
    const base = this.columns.baseOf(column);
    return base === undefined ? stored : Number(base) + stored;
  }

  /** Copies the values of a column, the last of `rows` rows first, to `into` from `offset` on; as {@link at}. */
  readBack(column: number, first: number, rows: number, into: Float64Array, offset: number): void {
    if (this.columns.baseOf(column) !== undefined || column >= this.width) {
      for (let row = rows - 1; row >= first; row--) into[offset + rows - 1 - row] = this.at(row, column);
      return;
    }
    const place = this.#rows === undefined ? (this.#places?.[column] ?? -1) : column;
    const step = this.#rows === undefined ? 1 : this.width;
    const values = this.#rows ?? this.#packed;
    if (place < 0 || values === undefined) {
      into.fill(this.#constants?.[column] ?? Number.NaN, offset, offset + rows - first);
      return;
    }
    for (let row = rows - 1, to = offset; row >= first; row--) into[to++] = values[place + row * step] ?? Number.NaN;
  }

  #storedAt(row: number, column: number): number {
    if (column >= this.width) return Number.NaN;
    if (this.#rows !== undefined) return this.#rows[row * this.width + column] ?? Number.NaN;
    const place = this.#places?.[column] ?? -1;
    return (place < 0 ? this.#constants?.[column] : this.#packed?.[place + row]) ?? Number.NaN;
  }

  /** Whether some value of a column is neither zero nor a gap. */
  hasNonZero(column: number): boolean {
    for (let row = 0; row < this.used; row++) {
      const value = this.at(row, column);
      if (value !== 0 && !Number.isNaN(value)) return true;
    }
    return false;
  }

  /** Gives back the memory of columns that kept one value through the whole block: most of a quiet program's. */
  seal(): void {
    const rows = this.#rows;
    if (rows === undefined) return;
    const { width, used } = this;
    const constants = new Float64Array(width);
    const places = new Int32Array(width).fill(-1);
    if (packing.length < used * width) packing = new Float64Array(used * width);
    const packed = packing;
    let end = 0;
    for (let column = 0; column < width; column++) {
      const first = rows[column] ?? Number.NaN;
      constants[column] = first;
      let isConstant = true;
      for (let row = 0; row < used; row++) {
        const value = rows[row * width + column] ?? Number.NaN;
        packed[end + row] = value;
        isConstant &&= Object.is(value, first);
      }
      if (isConstant) continue;
      places[column] = end;
      end += used;
    }
    this.#constants = constants;
    this.#places = places;
    this.#packed = packed.slice(0, end);
    if (spareRows.length < MAX_SPARE) spareRows.push(rows);
    this.#rows = undefined;
    this.bytes = BLOCK_ROWS * MOMENT_BYTES + width * 12 + end * 8;
  }

  /** The first rows of this block in one of their own, that can be written on. */
  copy(length: number, columns: ColumnTable, width?: number): MomentBlock {
    const copied = new MomentBlock(columns, width);
    copied.used = length;
    copied.atMs.set(this.atMs.subarray(0, length));
    copied.wallMs.set(this.wallMs.subarray(0, length));
    copied.restarts.set(this.restarts.subarray(0, length));
    for (let row = 0; row < length; row++) {
      for (let column = 0; column < this.columns.keys.length; column++) {
        copied.set(row, column, this.exactAt(row, column) ?? Number.NaN);
      }
    }
    return copied;
  }
}

function takeRows(length: number): Float64Array {
  const index = spareRows.findIndex((rows) => rows.length === length);
  return spareRows.splice(index, index < 0 ? 0 : 1)[0] ?? new Float64Array(length);
}

function toStored(value: number | bigint, base: bigint | undefined): number {
  if (base === undefined) return Number(value);
  return typeof value === 'bigint' || Number.isSafeInteger(value) ? Number(BigInt(value) - base) : Number.NaN;
}
