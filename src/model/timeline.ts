import type { MomentBlock } from './moment-block.js';
import type { Numbers } from './numbers.js';
import type { RatePoint } from './rate.js';
import type { Moment, Point } from './series.js';
import { writableBlock } from './writable-block.js';

/**
 * All metrics of one process over time. A value: appending leaves the earlier one as it was, and copies nothing.
 *
 * Memory: 8 bytes a value of the last 32 samples; before those, a metric that did not change for a
 * block takes 12 bytes of it.
 */
export interface Timeline {
  readonly blocks: readonly MomentBlock[];
  /** Rows of the first block that are too old to be seen. */
  readonly skipped: number;
  /** Rows of the last block that belong to this history. */
  readonly lastRows: number;
}

/** Before the first moment. */
export const emptyTimeline: Timeline = { blocks: [], skipped: 0, lastRows: 0 };

/** How long a timeline is kept. */
export interface TimelineLimits {
  readonly maxAgeMs: number;
  readonly maxRows: number;
  readonly maxColumns: number;
}

/** The timeline with one more moment: what has no number then has a gap. Columns over the limit are left out. */
export function appendMoment(timeline: Timeline, moment: Moment, numbers: Numbers, limits: TimelineLimits): Timeline {
  const { blocks, block, row } = writableBlock(timeline, numbers, limits.maxColumns);
  block.atMs[row] = moment.atMs;
  block.wallMs[row] = moment.wallMs;
  block.restarts[row] = Number(moment.isRestart);
  const columns = block.columns.columnsOf(numbers.keys);
  for (let index = 0; index < columns.length; index++) {
    const column = columns[index] ?? -1;
    const number = column < 0 ? undefined : numbers.valueAt(index);
    if (number !== undefined) block.set(row, column, number);
  }
  for (const [key, number] of numbers.more) {
    const column = block.columns.indexOf(key);
    if (column !== undefined) block.set(row, column, number);
  }
  block.used = row + 1;
  return forget(
    { blocks, skipped: timeline.skipped, lastRows: row + 1 },
    moment.atMs - limits.maxAgeMs,
    limits.maxRows,
  );
}

/** How many moments there are. */
export function lengthOf({ blocks, skipped, lastRows }: Timeline): number {
  const before = blocks.slice(0, -1).reduce((sum, { used }) => sum + used, 0);
  return before + lastRows - skipped;
}

/** The memory of its values. Blocks that two timelines share are counted in both. */
export function bytesOf({ blocks }: Timeline): number {
  return blocks.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The timeline as it was at a moment: without what came later. */
export function timelineAt(timeline: Timeline, atMs: number): Timeline {
  const { blocks, skipped } = timeline;
  const last = blocks.findLastIndex((block) => (block.atMs[0] ?? 0) <= atMs);
  const block = blocks[last];
  if (block === undefined) return emptyTimeline;
  const rows = last === blocks.length - 1 ? timeline.lastRows : block.used;
  let lastRows = rows;
  while (lastRows > 0 && (block.atMs[lastRows - 1] ?? 0) > atMs) lastRows--;
  return last === 0 && lastRows <= skipped ? emptyTimeline : { blocks: blocks.slice(0, last + 1), skipped, lastRows };
}

/** The last moment; `undefined` of none. */
export function lastMomentOf({ blocks, lastRows }: Timeline): Moment | undefined {
  const block = blocks.at(-1);
  return block === undefined || lastRows === 0 ? undefined : momentOf(block, lastRows - 1);
}

/** The value of a metric at the last moment, exact; `undefined` when it has none. */
export function lastValueOf({ blocks, lastRows }: Timeline, key: string): number | bigint | undefined {
  const block = blocks.at(-1);
  const column = block?.columns.indexOf(key);
  return block === undefined || column === undefined ? undefined : block.exactAt(lastRows - 1, column);
}

/** The moment so many before the last; `undefined` beyond the first. */
export function momentBack(timeline: Timeline, back: number): Moment | undefined {
  const place = placeBack(timeline, back);
  return place === undefined ? undefined : momentOf(place.block, place.row);
}

/** The value of a metric so many moments before the last, rounded to a number; `undefined` when it has none. */
export function valueBack(timeline: Timeline, key: string, back: number): number | undefined {
  const place = placeBack(timeline, back);
  const column = place?.block.columns.indexOf(key);
  const value = place === undefined || column === undefined ? Number.NaN : place.block.at(place.row, column);
  return Number.isNaN(value) ? undefined : value;
}

/** The oldest value of a metric that there is; `undefined` when it has none in the first block. */
export function firstValueOf({ blocks, skipped, lastRows }: Timeline, key: string): number | undefined {
  const [block] = blocks;
  const column = block?.columns.indexOf(key);
  if (block === undefined || column === undefined) return undefined;
  const end = blocks.length === 1 ? lastRows : block.used;
  for (let row = skipped; row < end; row++) {
    const value = block.at(row, column);
    if (!Number.isNaN(value)) return value;
  }
  return undefined;
}

/** The points of a metric, oldest first, from the moment at which it was first seen; the last `limit` of them. */
export function pointsOf(timeline: Timeline, key: string, limit = Number.POSITIVE_INFINITY): readonly Point[] {
  const points: Point[] = [];
  walkBack(timeline, key, limit, (block, row, column) => {
    const value = column === undefined ? Number.NaN : block.at(row, column);
    points.push(pointAt(block, row, Number.isNaN(value) ? undefined : value));
  });
  return fromFirstValue(points);
}

/** As {@link pointsOf}, with integers above 2⁵³ as they are: what a rate is taken of. */
export function exactPointsOf(
  timeline: Timeline,
  key: string,
  limit = Number.POSITIVE_INFINITY,
): readonly ExactPoint[] {
  const points: ExactPoint[] = [];
  walkBack(timeline, key, limit, (block, row, column) => {
    const value = column === undefined ? undefined : block.exactAt(row, column);
    points.push(pointAt(block, row, value));
  });
  return fromFirstValue(points);
}

/** A point of a counter. */
export type ExactPoint = Moment & RatePoint;

/**
 * The last values of a metric, newest first, as many as there is room for; `NaN` is a gap, and what is beyond the first
 * moment.
 *
 * For many metrics at once: it makes nothing.
 */
export function readBack({ blocks, skipped, lastRows }: Timeline, key: string, into: Float64Array): void {
  let filled = 0;
  for (let index = blocks.length - 1; index >= 0 && filled < into.length; index--) {
    const block = blocks[index];
    if (block === undefined) break;
    const rows = index === blocks.length - 1 ? lastRows : block.used;
    const first = Math.max(index === 0 ? skipped : 0, rows - (into.length - filled));
    const column = block.columns.indexOf(key);
    if (column === undefined) into.fill(Number.NaN, filled, filled + rows - first);
    else block.readBack(column, first, rows, into, filled);
    filled += rows - first;
  }
  into.fill(Number.NaN, filled);
}

/** The last moments, newest first. */
export function momentsBack(timeline: Timeline, limit: number): readonly Moment[] {
  const moments: Moment[] = [];
  walkBack(timeline, '', limit, (block, row) => moments.push(momentOf(block, row)));
  return moments;
}

/** Whether the metric could have points. */
export function hasColumn({ blocks }: Timeline, key: string): boolean {
  return blocks.some(({ columns }) => columns.indexOf(key) !== undefined);
}

/** Whether a metric was ever other than zero, as far back as there are points. */
export function wasEverNonZero({ blocks }: Timeline, key: string): boolean {
  return blocks.some((block) => {
    const column = block.columns.indexOf(key);
    return column !== undefined && block.hasNonZero(column);
  });
}

// One object and not two: of the metrics that are shown ten thousand points are looked at each second.
function pointAt<T>({ atMs, wallMs, restarts }: MomentBlock, row: number, value: T): Moment & { readonly value: T } {
  return { atMs: atMs[row] ?? 0, wallMs: wallMs[row] ?? 0, isRestart: restarts[row] === 1, value };
}

function momentOf(block: MomentBlock, row: number): Moment {
  return { atMs: block.atMs[row] ?? 0, wallMs: block.wallMs[row] ?? 0, isRestart: block.restarts[row] === 1 };
}

function placeBack({ blocks, skipped, lastRows }: Timeline, back: number) {
  let left = back;
  for (let index = blocks.length - 1; index >= 0; index--) {
    const block = blocks[index];
    if (block === undefined) return undefined;
    const rows = index === blocks.length - 1 ? lastRows : block.used;
    const first = index === 0 ? skipped : 0;
    if (rows - 1 - left >= first) return { block, row: rows - 1 - left };
    left -= rows - first;
  }
  return undefined;
}

function walkBack(
  { blocks, skipped, lastRows }: Timeline,
  key: string,
  limit: number,
  visit: (block: MomentBlock, row: number, column: number | undefined) => void,
): void {
  let left = limit;
  for (let index = blocks.length - 1; index >= 0; index--) {
    const block = blocks[index];
    if (block === undefined) return;
    const column = block.columns.indexOf(key);
    const first = index === 0 ? skipped : 0;
    for (let row = (index === blocks.length - 1 ? lastRows : block.used) - 1; row >= first; row--) {
      if (left-- <= 0) return;
      visit(block, row, column);
    }
  }
}

function fromFirstValue<T extends { readonly value: unknown }>(newestFirst: T[]): readonly T[] {
  const points = newestFirst.toReversed();
  const first = points.findIndex(({ value }) => value !== undefined);
  return first < 0 ? [] : points.slice(first);
}

function forget(timeline: Timeline, oldestMs: number, maxRows: number): Timeline {
  let { blocks, skipped } = timeline;
  let tooMany = lengthOf(timeline) - maxRows;
  for (;;) {
    const [first] = blocks;
    if (first === undefined) break;
    const rows = blocks.length === 1 ? timeline.lastRows : first.used;
    while (skipped < rows && ((first.atMs[skipped] ?? 0) < oldestMs || tooMany > 0)) {
      skipped++;
      tooMany--;
    }
    if (skipped < rows || blocks.length === 1) break;
    blocks = blocks.slice(1);
    skipped = 0;
  }
  return { ...timeline, blocks, skipped };
}
