import { BLOCK_ROWS, ColumnTable, MomentBlock } from './moment-block.js';
import { type AnyNumber, allNumbers, type Numbers } from './numbers.js';
import type { Timeline } from './timeline.js';

/**
 * The block and row into which the next moment is written, with a column for each of its numbers, and all blocks with it.
 *
 * It is the last one, or a copy of it where another history has gone on in it or a new metric has no room; a new one
 * when the last is full. Columns over the limit are left out.
 */
export function writableBlock(
  { blocks, lastRows }: Pick<Timeline, 'blocks' | 'lastRows'>,
  numbers: Numbers,
  maxColumns: number,
): { readonly blocks: readonly MomentBlock[]; readonly block: MomentBlock; readonly row: number } {
  const last = blocks.at(-1);
  if (last === undefined || lastRows >= BLOCK_ROWS) {
    last?.seal();
    const block = new MomentBlock(
      last === undefined ? newTable([], allNumbers(numbers), maxColumns) : nextTable(last, numbers, maxColumns),
    );
    return { blocks: [...blocks, block], block, row: 0 };
  }
  const columns = last.canAppend(lastRows) ? last.columns : undefined;
  if (columns !== undefined && fitsColumns(columns, numbers, Math.min(last.width, maxColumns), maxColumns)) {
    return { blocks, block: last, row: lastRows };
  }
  // Another history has gone on in this block, or it has no room for a new metric.
  const table = newTable(last.columns.keys, allNumbers(numbers), maxColumns, last.columns);
  const block = last.copy(lastRows, table, Math.max(last.width, table.keys.length + 8));
  return { blocks: [...blocks.slice(0, -1), block], block, row: lastRows };
}

// Columns of a full block that had no value at all are dropped with it.
function nextTable(last: MomentBlock, numbers: Numbers, maxColumns: number): ColumnTable {
  const isUsed = (column: number): boolean => {
    for (let row = 0; row < last.used; row++) if (!Number.isNaN(last.at(row, column))) return true;
    return false;
  };
  const { columns } = last;
  const areAllUsed = columns.keys.every((_, column) => isUsed(column));
  if (areAllUsed && fitsColumns(columns, numbers, Number.POSITIVE_INFINITY, maxColumns)) return columns;
  return newTable(
    columns.keys.filter((_, column) => isUsed(column)),
    allNumbers(numbers),
    maxColumns,
    columns,
  );
}

function newTable(
  keys: readonly string[],
  numbers: ReadonlyMap<string, AnyNumber>,
  maxColumns: number,
  before?: ColumnTable,
): ColumnTable {
  const table = new ColumnTable();
  for (const key of keys) {
    const number = numbers.get(key);
    const base = typeof number === 'bigint' ? number : before?.baseOf(before.indexOf(key) ?? -1);
    const index = table.add(key);
    if (base !== undefined) table.setBase(index, base);
  }
  addColumns(table, numbers, Number.POSITIVE_INFINITY, maxColumns);
  return table;
}

/** As {@link addColumns}; the keys of a moment before have their columns, and are not looked for. */
function fitsColumns(table: ColumnTable, numbers: Numbers, room: number, maxColumns: number): boolean {
  const columns = table.columnsOf(numbers.keys);
  for (let index = 0; index < columns.length; index++) {
    const value = numbers.valueAt(index);
    const column = columns[index] ?? -1;
    const isNew = column < 0 ? value !== undefined : typeof value === 'bigint' && table.baseOf(column) === undefined;
    if (isNew) return addColumns(table, allNumbers(numbers), room, maxColumns);
  }
  return addColumns(table, numbers.more, room, maxColumns);
}

/** @returns `false` when a new metric has no room, and when a column of small integers gets its first large one. */
function addColumns(
  table: ColumnTable,
  numbers: ReadonlyMap<string, AnyNumber>,
  room: number,
  maxColumns: number,
): boolean {
  for (const [key, number] of numbers) {
    const known = table.indexOf(key);
    if (known !== undefined) {
      if (typeof number === 'bigint' && table.baseOf(known) === undefined) return false;
      continue;
    }
    if (table.keys.length >= maxColumns) continue;
    if (table.keys.length >= room) return false;
    const index = table.add(key);
    if (typeof number === 'bigint') table.setBase(index, number);
  }
  return true;
}
