import type { Aggregator } from './aggregate.js';
import type { ProcessHistory } from './history.js';
import { rateBetween } from './rate.js';
import type { Moment, Point } from './series.js';
import { exactPointsOf, lastMomentOf, lengthOf, momentsBack, readBack, type Timeline } from './timeline.js';

/** The columns of a metric: each process with the key that it has there, at the same place of two lists. */
export interface CombinedColumns {
  readonly processes: readonly ProcessHistory[];
  readonly keys: readonly string[];
}

/**
 * One value a moment of what several processes have, oldest first: of counts, of their rates. It is a restart when one of them began anew.
 *
 * A process counts from its first value on, and after its end no more. A value
 * that is missing in between makes the whole moment a gap, since what it would be is not known.
 *
 * Each sample gives a row to every process that is remembered, so the rows of all of them match from their last on.
 *
 * Cost: some 5 ns a value. Only counts above 2⁵³ take longer.
 */
export class CombinedPoints {
  readonly #moments: readonly Moment[];
  readonly #scratch: Float64Array;
  /** By what the growth since the moment before is multiplied. */
  readonly #perSecond: Float64Array;
  readonly #restarts = new Map<ProcessHistory, readonly Moment[]>();

  /** @param limit Of moments, of a count one more. */
  constructor(processes: readonly ProcessHistory[], limit = Number.POSITIVE_INFINITY) {
    let longest = processes[0];
    for (const process of processes) {
      if (longest === undefined || isLonger(process.timeline, longest.timeline)) longest = process;
    }
    this.#moments = longest === undefined ? [] : momentsBack(longest.timeline, limit);
    this.#scratch = new Float64Array(this.#moments.length);
    this.#perSecond = Float64Array.from(
      this.#moments,
      ({ atMs }, index) => 1000 / (atMs - (this.#moments[index + 1]?.atMs ?? atMs)),
    );
  }

  /** The values of columns as one. */
  values(columns: CombinedColumns, aggregator: Aggregator): readonly Point[] {
    return this.#combine(columns, aggregator, (process, key) => {
      this.#read(process, key);
      return bornIn(this.#scratch);
    });
  }

  /** The rates of columns that count as one. */
  rates(columns: CombinedColumns, aggregator: Aggregator): readonly Point[] {
    return this.#combine(columns, aggregator, (process, key) => this.#ratesBack(process, key));
  }

  #combine(
    { processes, keys }: CombinedColumns,
    aggregator: Aggregator,
    read: (process: ProcessHistory, key: string) => number,
  ): readonly Point[] {
    const count = this.#moments.length;
    const totals = new Float64Array(count);
    const known = new Uint32Array(count);
    const gaps = new Uint8Array(count);
    const sums = { totals, known, gaps };
    for (const [index, process] of processes.entries()) {
      const bornRow = read(process, keys[index] ?? '');
      addColumn(this.#scratch, bornRow, aggregator, sums, (row, gapFrom) => this.#wasDeath(process, row, gapFrom));
    }
    const restarted = processes.filter(({ isRestarted }) => isRestarted).map((process) => this.#momentsOf(process));
    const isMean = aggregator === 'avg' || aggregator === 'nonzero-avg';
    return this.#moments
      .map(({ atMs, wallMs }, index): Point => {
        const isKnown = known[index] !== 0 && gaps[index] === 0;
        const total = totals[index] ?? 0;
        const value = isMean ? total / (known[index] ?? 1) : total;
        const isRestart = restarted.some((moments) => moments[index]?.isRestart === true);
        return { atMs, wallMs, isRestart, value: isKnown ? value : undefined };
      })
      .toReversed();
  }

  /** Whether a gap before a row, or one that has not ended (−1), is that of a process that was not there. */
  #wasDeath(process: ProcessHistory, row: number, gapFrom: number): boolean {
    if (row < 0) return process.latest.state === 'ended';
    if (!process.isRestarted) return false;
    return this.#momentsOf(process)
      .slice(row, gapFrom + 1)
      .some(({ isRestart }) => isRestart);
  }

  #momentsOf(process: ProcessHistory): readonly Moment[] {
    const known = this.#restarts.get(process) ?? momentsBack(process.timeline, this.#moments.length);
    this.#restarts.set(process, known);
    return known;
  }

  #read({ timeline }: ProcessHistory, key: string): void {
    const lastMs = lastMomentOf(timeline)?.atMs ?? 0;
    // Of a recording, what had left the list earlier has no rows since.
    const missing = this.#moments[0]?.atMs === lastMs ? 0 : this.#moments.findIndex(({ atMs }) => atMs <= lastMs);
    this.#scratch.fill(Number.NaN, 0, Math.max(0, missing));
    readBack(timeline, key, missing <= 0 ? this.#scratch : this.#scratch.subarray(missing));
  }

  /** Turns the values into rates; in which row the first value is. */
  #ratesBack(process: ProcessHistory, key: string): number {
    const values = this.#scratch;
    this.#read(process, key);
    const born = bornIn(values);
    if ((values[born] ?? 0) > Number.MAX_SAFE_INTEGER) this.#exactRates(process, key);
    else this.#toRates(process.isRestarted ? this.#momentsOf(process) : []);
    return born;
  }

  #toRates(restarts: readonly Moment[]): void {
    const values = this.#scratch;
    let now = values[0] ?? Number.NaN;
    for (let index = 0; index < values.length; index++) {
      const before = values[index + 1] ?? Number.NaN;
      const isFromZero = now < before || (restarts.length > 0 && restarts[index]?.isRestart === true);
      // Not known where the value before is not, also of one that counts from zero.
      values[index] = !Number.isNaN(before)
        ? (isFromZero ? now : now - before) * (this.#perSecond[index] ?? 0)
        : before;
      now = before;
    }
  }

  #exactRates(process: ProcessHistory, key: string): void {
    const points = exactPointsOf(process.timeline, key, this.#moments.length).toReversed();
    this.#scratch.fill(Number.NaN);
    for (const [index, point] of points.entries()) {
      const before = points[index + 1];
      this.#scratch[index] = (before === undefined ? undefined : rateBetween(before, point)) ?? Number.NaN;
    }
  }
}

function isLonger(one: Timeline, other: Timeline): boolean {
  const [lastMs = 0, otherMs = 0] = [lastMomentOf(one)?.atMs, lastMomentOf(other)?.atMs];
  return lastMs > otherMs || (lastMs === otherMs && lengthOf(one) > lengthOf(other));
}

/** The row of the first value, the rows counted from the last on; −1 of none. */
function bornIn(values: Float64Array): number {
  let row = values.length - 1;
  while (row >= 0 && Number.isNaN(values[row])) row--;
  return row;
}

interface Sums {
  readonly totals: Float64Array;
  readonly known: Uint32Array;
  readonly gaps: Uint8Array;
}

/** Adds the values of one process, newest first; what is missing between two of its values is marked as a gap. */
function addColumn(
  values: Float64Array,
  bornRow: number,
  aggregator: Aggregator,
  { totals, known, gaps }: Sums,
  wasDeath: (row: number, gapFrom: number) => boolean,
): void {
  const isNonzero = aggregator === 'nonzero-avg' || aggregator === 'nonzero-min';
  const isMin = aggregator === 'min' || aggregator === 'nonzero-min';
  let gapFrom: number | undefined;
  for (let index = bornRow; index >= 0; index--) {
    const value = values[index] ?? Number.NaN;
    if (Number.isNaN(value)) {
      // A rate begins with the second value.
      if (index < bornRow) gapFrom ??= index;
      continue;
    }
    if (gapFrom !== undefined && !wasDeath(index, gapFrom)) gaps.fill(1, index + 1, gapFrom + 1);
    gapFrom = undefined;
    if (isNonzero && value === 0) continue;
    const before = totals[index] ?? 0;
    const isFirst = known[index] === 0;
    known[index] = (known[index] ?? 0) + 1;
    if (isFirst) totals[index] = value;
    else if (isMin) totals[index] = Math.min(before, value);
    else if (aggregator === 'max') totals[index] = Math.max(before, value);
    else if (aggregator !== 'one') totals[index] = before + value;
  }
  if (gapFrom !== undefined && !wasDeath(-1, gapFrom)) gaps.fill(1, 0, gapFrom + 1);
}
