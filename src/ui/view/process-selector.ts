import type { ProcessRow } from '../../model/process-table.js';
import { shorten, widthOf } from '../draw/fit.js';
import type { UiState } from '../state.js';
import { processTail, stateMark } from './process-state.js';
import { type Span, type StyledLine, span, styledLine } from './styled-line.js';

/** One process in the line, and the columns that it takes: `start` up to but not including `end`. */
export interface SelectorItem {
  readonly row: ProcessRow;
  readonly start: number;
  readonly end: number;
}

const MAX_NAME_COLUMNS = 20;
const GAP = '  ';
const ARROW_COLUMNS = 2;

/** The processes that fit into one line around the selected one. */
export function selectorItems(state: UiState): readonly SelectorItem[] {
  const room = state.size.columns - 2 * ARROW_COLUMNS;
  const widths = state.processes.map((row) => widthOf(itemText(row)) + GAP.length);
  const selected = Math.max(
    0,
    state.processes.findIndex(({ key }) => key === state.processKey),
  );
  let first = selected;
  let used = widths[selected] ?? 0;
  while (first > 0 && used + (widths[first - 1] ?? 0) <= room) {
    first--;
    used += widths[first] ?? 0;
  }
  const items: SelectorItem[] = [];
  let start = ARROW_COLUMNS;
  for (const [index, row] of state.processes.entries()) {
    if (index < first) continue;
    const end = start + (widths[index] ?? 0) - GAP.length;
    if (end > ARROW_COLUMNS + room && index !== selected) break;
    items.push({ row, start, end });
    start = end + GAP.length;
  }
  return items;
}

/** The processes in one line, for a screen that has no room for a list. */
export function viewSelector(state: UiState): StyledLine {
  const { columns } = state.size;
  if (state.processes.length === 0) return styledLine([span('  no processes', 'dim')], columns);
  const items = selectorItems(state);
  const isMoreBefore = items[0] !== undefined && items[0].row !== state.processes[0];
  const isMoreAfter = items.length > 0 && items.at(-1)?.row !== state.processes.at(-1);
  const spans: Span[] = [span(isMoreBefore ? '‹ ' : '  ', 'accent')];
  for (const { row } of items) {
    const isSelected = row.key === state.processKey;
    const mark = stateMark(row);
    const look = isSelected ? 'strong' : 'dim';
    const open = isSelected ? (state.focus === 'processes' ? '▐' : '[') : ' ';
    const close = isSelected ? (state.focus === 'processes' ? '▌' : ']') : ' ';
    spans.push(span(open, 'accent'), span(mark.glyph, mark.look), span(itemBody(row), look), span(close, 'accent'));
    spans.push(span(GAP));
  }
  if (isMoreAfter) spans.push(span('›', 'accent'));
  return styledLine(spans, columns);
}

function itemBody(row: ProcessRow): string {
  return ` ${row.pid} ${shorten(row.name, MAX_NAME_COLUMNS)} ${processTail(row)}`;
}

function itemText(row: ProcessRow): string {
  return ` ${stateMark(row).glyph}${itemBody(row)} `;
}
