import type { InFlightReport } from '../format/in-flight.js';
import { textFilter } from './row-filter.js';
import { sortBy } from './row-order.js';

/** By what the things in flight can be sorted, in the order of their columns. */
export const IN_FLIGHT_COLUMNS = ['age', 'kind', 'what', 'thread', 'where'] as const;
export type InFlightColumn = (typeof IN_FLIGHT_COLUMNS)[number];

/** Something that is in flight, or that is held open. */
export interface InFlightRow {
  /** Its own among the rows of a report. */
  readonly key: string;
  readonly isHandle: boolean;
  /** Of the oldest where several are alike; `undefined` when nobody noted its beginning. */
  readonly ageMs: number | undefined;
  readonly kind: string;
  readonly count: number;
  readonly what: string;
  /** Node's number; `undefined` of handles, which are the main thread's. */
  readonly threadId: number | undefined;
  /** The line of the application at which it began. */
  readonly where: string | undefined;
}

/** What a report lists: operations, then open handles, the oldest of each first. */
export function inFlightRows({ operations, handles }: InFlightReport): readonly InFlightRow[] {
  const timesSeen = new Map<string, number>();
  const keyOf = (name: string): string => {
    const times = (timesSeen.get(name) ?? 0) + 1;
    timesSeen.set(name, times);
    return `${name}\n${times}`;
  };
  const begun = operations.map(({ kind, detail, ageMs, threadId, where }): InFlightRow => {
    const key = keyOf(`${kind}\n${detail}\n${threadId}`);
    return { key, isHandle: false, ageMs, kind, count: 1, what: detail, threadId, where };
  });
  const open = (handles?.handles ?? []).map(({ type, detail, count, ageMs }): InFlightRow => {
    const key = keyOf(`\n${type}\n${detail}`);
    return { key, isHandle: true, ageMs, kind: type, count, what: detail, threadId: undefined, where: undefined };
  });
  return [...sortInFlight(begun, 'age', false), ...sortInFlight(open, 'age', false)];
}

/** Rows by a column: ages from the oldest down, texts from a to z, what has none last; inverted the other way. */
export function sortInFlight(
  rows: readonly InFlightRow[],
  column: InFlightColumn,
  isInverted: boolean,
): readonly InFlightRow[] {
  return sortBy(rows, (row) => sortKeyOf(row, column), isInverted);
}

/** What a filter's text chooses: by kind, subject or place. */
export function inFlightFilter(text: string): (row: InFlightRow) => boolean {
  const isChosen = textFilter(text);
  return ({ kind, what, where = '' }) => isChosen(`${kind} ${what} ${where}`);
}

function sortKeyOf({ ageMs, kind, what, threadId, where }: InFlightRow, column: InFlightColumn) {
  const keys = { age: ageMs, kind, what, thread: threadId, where };
  return keys[column];
}
