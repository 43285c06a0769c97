import type { TreeLine } from '../../model/process-tree.js';

const OPEN = '▾';
const CLOSED = '▸';
const INDENT_COLUMNS = 2;

/** The sign by which a line is opened and closed; a space where there is nothing below it. */
export function treeMark({ isOpen }: TreeLine): string {
  return isOpen === undefined ? ' ' : isOpen ? OPEN : CLOSED;
}

/** What stands before a name: how far it is indented and its sign; nothing in a list that has nothing to open. */
export function treePrefix(line: TreeLine, hasMarks: boolean): string {
  return hasMarks ? `${' '.repeat(INDENT_COLUMNS * line.depth)}${treeMark(line)} ` : '';
}

/** Whether some line of a list can be opened or closed. */
export function hasTreeMarks(lines: readonly TreeLine[]): boolean {
  return lines.some(({ isOpen }) => isOpen !== undefined);
}

/** Whether a column, counted from where the names begin, belongs to the sign of a line. */
export function isOnTreeMark(line: TreeLine, column: number): boolean {
  const start = INDENT_COLUMNS * line.depth;
  return line.isOpen !== undefined && column >= start && column < start + INDENT_COLUMNS;
}
