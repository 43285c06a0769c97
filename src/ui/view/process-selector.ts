import type { TreeLine } from '../../model/process-tree.js';
import { shorten, widthOf } from '../draw/fit.js';
import type { UiState } from '../state.js';
import { lineNumber } from './process-columns.js';
import { processTail, stateMark } from './process-state.js';
import { type Span, type StyledLine, span, styledLine } from './styled-line.js';
import { treeMark } from './tree-marks.js';

/** One line of the list in the one line that there is room for, and the columns that it takes: `start` up to but not including `end`. */
export interface SelectorItem {
  readonly line: TreeLine;
  readonly start: number;
  readonly end: number;
}

const MAX_NAME_COLUMNS = 20;
const GAP = '  ';
const ARROW_COLUMNS = 2;

/** The columns from the start of an item to the sign that opens and closes it. */
export const SELECTOR_MARK_COLUMN = 2;

/** The processes and groups that fit into one line around the selected one. */
export function selectorItems(state: UiState): readonly SelectorItem[] {
  const room = state.size.columns - 2 * ARROW_COLUMNS;
  const widths = state.tree.lines.map((line) => widthOf(itemText(line)) + GAP.length);
  const selected = Math.max(
    0,
    state.tree.lines.findIndex(({ key }) => key === state.processKey),
  );
  let first = selected;
  let used = widths[selected] ?? 0;
  while (first > 0 && used + (widths[first - 1] ?? 0) <= room) {
    first--;
    used += widths[first] ?? 0;
  }
  const items: SelectorItem[] = [];
  let start = ARROW_COLUMNS;
  for (const [index, line] of state.tree.lines.entries()) {
    if (index < first) continue;
    const end = start + (widths[index] ?? 0) - GAP.length;
    if (end > ARROW_COLUMNS + room && index !== selected) break;
    items.push({ line, start, end });
    start = end + GAP.length;
  }
  return items;
}

/** The processes in one line, for a screen that has no room for a list. */
export function viewSelector(state: UiState): StyledLine {
  const { columns } = state.size;
  const { lines } = state.tree;
  if (lines.length === 0) return styledLine([span('  no processes', 'dim')], columns);
  const items = selectorItems(state);
  const isMoreBefore = items[0] !== undefined && items[0].line !== lines[0];
  const isMoreAfter = items.length > 0 && items.at(-1)?.line !== lines.at(-1);
  const spans: Span[] = [span(isMoreBefore ? '‹ ' : '  ', 'accent')];
  for (const { line } of items) {
    const isSelected = line.key === state.processKey;
    const mark = stateMark(line.row);
    const look = isSelected ? 'strong' : 'dim';
    const open = isSelected ? (state.focus === 'processes' ? '▐' : '[') : ' ';
    const close = isSelected ? (state.focus === 'processes' ? '▌' : ']') : ' ';
    spans.push(span(open, 'accent'), span(mark.glyph, mark.look), span(itemBody(line), look), span(close, 'accent'));
    spans.push(span(GAP));
  }
  if (isMoreAfter) spans.push(span('›', 'accent'));
  return styledLine(spans, columns);
}

function itemBody(line: TreeLine): string {
  const { row, type, isOpen } = line;
  const tail = type === 'thread' ? '' : ` ${processTail(row)}`;
  return `${isOpen === undefined ? '' : treeMark(line)} ${lineNumber(line)} ${shorten(row.name, MAX_NAME_COLUMNS)}${tail}`;
}

function itemText(line: TreeLine): string {
  return ` ${stateMark(line.row).glyph}${itemBody(line)} `;
}
