import { fit } from '../draw/fit.js';
import type { ListView } from '../lists-state.js';
import { type StyledLine, span, styledLine } from './styled-line.js';

/** A column of a table with its place in the order. */
export interface TableColumn<Id extends string> {
  readonly id: Id;
  readonly title: string;
  /** With the space before it. */
  readonly width: number;
  readonly align: 'left' | 'right';
  /** By what a click on its heading sorts; `undefined`: by nothing. */
  readonly sort: Id | undefined;
}

/** The headings of a table, the one that it is sorted by marked with the direction. */
export function headingLine<Id extends string>(
  indent: number,
  columns: readonly TableColumn<Id>[],
  { sort, isInverted }: ListView<string>,
  width: number,
): StyledLine {
  const text = columns.map((column) => {
    const mark = column.sort !== undefined && column.sort === sort ? (isInverted ? '↑' : '↓') : '';
    return fit(`${column.title}${mark}`, column.width, column.align);
  });
  return styledLine([span(' '.repeat(indent) + text.join(''), 'heading')], width);
}

/** The heading that a click hits, `column` counted from the left of the table. */
export function headingAt<Id extends string>(
  indent: number,
  columns: readonly TableColumn<Id>[],
  column: number,
): Id | undefined {
  let end = indent;
  for (const { width, sort } of columns) {
    end += width;
    if (column < end) return sort;
  }
  return undefined;
}
