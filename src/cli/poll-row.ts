import stringWidth from 'string-width';
import { printable } from '../format/printable.js';
import { aggregateValues } from '../model/aggregate.js';
import { type FollowedField, growthOf } from '../model/growth.js';
import { columnOf, type PolledField } from './field-list.js';

/** One field of one row of `poll`. */
export interface PollColumn {
  readonly title: string;
  /** The sum over the files: of the totals in the first row, of the growth in every other. `undefined` where nobody has the field. */
  readonly value: number | bigint | undefined;
  readonly files: number;
}

const MIN_WIDTH = 20;
const YELLOW = '\u001b[1;33m';
const BOLD = '\u001b[1m';
const PLAIN = '\u001b[0;0m';

/**
 * The columns of one row, in the order of the fields.
 *
 * @param titles Those of the row before: a column that a glob has found stays when nobody has it any more.
 */
export function pollColumns(
  polled: readonly PolledField[],
  fields: readonly FollowedField[],
  titles: readonly string[],
  isFirst: boolean,
): readonly PollColumn[] {
  const values = new Map<string, (number | bigint)[]>();
  for (const one of polled) {
    if (!one.isGlob) values.set(one.text, []);
    for (const title of titles) if (columnOf(one, title) === title) values.set(title, []);
    for (const followed of fields) {
      const title = columnOf(one, followed.field.label);
      const value = title === undefined ? undefined : isFirst ? totalOf(followed) : growthOf(followed);
      if (title === undefined || value === undefined) continue;
      values.set(title, [...(values.get(title) ?? []), value]);
    }
  }
  return [...values].map(([title, found]) => {
    const sum = aggregateValues(found, 'sum');
    return { title, value: typeof sum === 'number' || typeof sum === 'bigint' ? sum : undefined, files: found.length };
  });
}

/** The line of titles, as pollstats prints it: centred, without the prefix, bold on a terminal. */
export function formatPollHeader(columns: readonly PollColumn[], prefix: string, isColored: boolean): string {
  const cells = columns.map((column) => {
    const title = titleText(column, prefix);
    const space = Math.max(0, widthOf(column, prefix) - stringWidth(title));
    const left = Math.floor(space / 2);
    const text = `${' '.repeat(left)}${title}${' '.repeat(space - left)}`;
    return isColored ? `${BOLD}${text}${PLAIN}` : text;
  });
  return `${cells.join('|')}\n`;
}

/** The line of numbers under it, yellow on a terminal; `-` where nobody has the field. */
export function formatPollRow(columns: readonly PollColumn[], prefix: string, isColored: boolean): string {
  const cells = columns.map((column) => {
    const text = formatNumber(column.value).padStart(widthOf(column, prefix) - 1);
    return isColored ? `${YELLOW}${text}${PLAIN} ` : `${text} `;
  });
  return `${cells.join('|')}\n`;
}

function titleText({ title }: PollColumn, prefix: string): string {
  return printable(prefix !== '' && title.startsWith(prefix) ? title.slice(prefix.length) : title);
}

function widthOf(column: PollColumn, prefix: string): number {
  return Math.max(MIN_WIDTH, stringWidth(titleText(column, prefix)));
}

function formatNumber(value: number | bigint | undefined): string {
  if (value === undefined) return '-';
  return typeof value === 'bigint' || Number.isInteger(value) ? String(value) : String(Number(value.toFixed(3)));
}

function totalOf({ field: { value } }: FollowedField): number | bigint | undefined {
  if (typeof value === 'string') return undefined;
  return typeof value === 'boolean' ? Number(value) : value;
}
