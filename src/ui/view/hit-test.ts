import type { MetricColumn, ProcessColumn } from '../../model/row-order.js';
import type { Command } from '../command.js';
import type { CursorPane, InspectionTab } from '../inspection.js';
import { keyContext } from '../keymap.js';
import type { ScrollOffsets, UiState } from '../state.js';
import { AXIS_COLUMNS } from './graph-time.js';
import { hotColumns } from './hot-lines.js';
import { inFlightColumns } from './in-flight-lines.js';
import { tabExtent } from './inspection-pane.js';
import { type LowerTab, lowerTabAt } from './inspection-tabs.js';
import { keyHints } from './key-bar.js';
import { isInside, layoutScreen, type Rect, type ScreenLayout } from './layout.js';
import { METRIC_MARK_COLUMNS, metricColumns } from './metric-columns.js';
import { metricPaneExtraRows } from './metric-lines.js';
import { PROCESS_MARK_COLUMNS, processColumns } from './process-columns.js';
import { PROCESS_PANE_EXTRA_ROWS } from './process-lines.js';
import { SELECTOR_MARK_COLUMN, selectorItems } from './process-selector.js';
import { stackRows } from './stack/stack-rows.js';
import { STACK_PANE_EXTRA_ROWS } from './stack-lines.js';
import { TAB_MARK_COLUMNS } from './tab-view.js';
import { headingAt, type TableColumn } from './table-heading.js';
import { isOnTreeMark } from './tree-marks.js';
import { windowOf } from './window.js';

/** What stands at a place of the screen: a pane, perhaps a line of its list or a column of its plot, a heading, or a hint. */
export type Hit =
  | { readonly type: 'pane'; readonly pane: keyof ScrollOffsets; readonly index: number | undefined }
  /** The sign that opens and closes a line of the list of processes. */
  | { readonly type: 'marker'; readonly index: number }
  | { readonly type: 'heading'; readonly list: 'processes'; readonly column: ProcessColumn }
  | { readonly type: 'heading'; readonly list: 'metrics'; readonly column: MetricColumn }
  | { readonly type: 'heading'; readonly list: 'inFlight' | 'hot'; readonly column: string }
  | { readonly type: 'tab'; readonly tab: LowerTab }
  /** A pane with a cursor of its own, and how many rows below the first of its list. */
  | { readonly type: 'line'; readonly pane: CursorPane; readonly row: number }
  | { readonly type: 'hint'; readonly command: Command };

/** What a click at a place means; `undefined` where nothing is. */
export function hitTest(state: UiState, column: number, row: number): Hit | undefined {
  const layout = layoutScreen(state);
  if (layout.isTooSmall) return undefined;
  if (isInside(layout.keyBar, column, row)) {
    const hint = keyHints(state).find(({ start, end }) => column >= start && column < end);
    return hint === undefined ? undefined : { type: 'hint', command: hint.command };
  }
  if (keyContext(state) === 'help') {
    return isInside(layout.help, column, row) ? { type: 'pane', pane: 'help', index: undefined } : undefined;
  }
  if (isInside(layout.processes, column, row)) {
    if (layout.isNarrow) return selectorHit(state, column);
    return processHit(state, layout.processes, column, row);
  }
  if (isInside(layout.metrics, column, row)) {
    return metricHit(state, layout.metrics, column, row);
  }
  const graph = layout.graphs.find((rect) => isInside(rect, column, row));
  if (graph !== undefined) {
    const plotColumn = column - graph.left - 1 - AXIS_COLUMNS;
    return { type: 'pane', pane: 'graphs', index: plotColumn < 0 ? undefined : plotColumn };
  }
  return lowerHit(state, layout, column, row);
}

function lowerHit(state: UiState, layout: ScreenLayout, column: number, row: number): Hit | undefined {
  const { stack, inspection, log } = layout;
  if (log !== undefined && isInside(log, column, row)) return { type: 'line', pane: 'log', row: row - log.top - 1 };
  const rect = inspection ?? stack;
  if (rect === undefined || !isInside(rect, column, row)) return undefined;
  const tab = row === rect.top ? lowerTabAt(state, column - rect.left) : undefined;
  if (tab !== undefined) return { type: 'tab', tab };
  const { tab: open } = state.inspection;
  if (inspection !== undefined && open !== undefined) return tabHit(state, open, inspection, column, row);
  const { length } = stackRows(state);
  const index = listIndex(rect, STACK_PANE_EXTRA_ROWS, length, state.scroll.stack, column, row);
  return { type: 'pane', pane: 'stack', index };
}

function tabHit(state: UiState, tab: InspectionTab, rect: Rect, column: number, row: number): Hit {
  const first = rect.top + 1 + tabExtent(state, tab, rect).view.head.length;
  if (row === first - 1 && (tab === 'inFlight' || tab === 'hot')) {
    const columns: readonly TableColumn<string>[] =
      tab === 'hot' ? hotColumns(rect.width - 2) : inFlightColumns(rect.width - 2);
    const heading = headingAt(TAB_MARK_COLUMNS, columns, column - rect.left - 1);
    if (heading !== undefined) return { type: 'heading', list: tab, column: heading };
  }
  return { type: 'line', pane: tab, row: row - first };
}

function processHit(state: UiState, rect: Rect, column: number, row: number): Hit {
  if (row === rect.top + 1) {
    const columns = processColumns(state.tree.lines, rect.width - 2);
    const heading = headingAt(PROCESS_MARK_COLUMNS, columns, column - rect.left - 1);
    if (heading !== undefined) return { type: 'heading', list: 'processes', column: heading };
  }
  const { lines } = state.tree;
  const index = listIndex(rect, PROCESS_PANE_EXTRA_ROWS, lines.length, state.scroll.processes, column, row);
  const line = index === undefined ? undefined : lines[index];
  const [pid] = processColumns(lines, rect.width - 2);
  const nameColumn = column - rect.left - 1 - PROCESS_MARK_COLUMNS - (pid?.width ?? 0) - 1;
  if (index !== undefined && line !== undefined && isOnTreeMark(line, nameColumn)) return { type: 'marker', index };
  return { type: 'pane', pane: 'processes', index };
}

function metricHit(state: UiState, rect: Rect, column: number, row: number): Hit {
  const extra = metricPaneExtraRows(state);
  if (row === rect.top + extra - 2 && state.metrics.length > 0) {
    const columns = metricColumns(state.metrics, rect.width - 2);
    const heading = headingAt(METRIC_MARK_COLUMNS, columns, column - rect.left - 1);
    if (heading !== undefined && heading !== 'unit' && heading !== 'trend') {
      return { type: 'heading', list: 'metrics', column: heading };
    }
  }
  const index = listIndex(rect, extra, state.metrics.length, state.scroll.metrics, column, row);
  return { type: 'pane', pane: 'metrics', index };
}

function selectorHit(state: UiState, column: number): Hit {
  const item = selectorItems(state).find(({ start, end }) => column >= start && column < end);
  const index = item === undefined ? undefined : state.tree.lines.indexOf(item.line);
  if (item !== undefined && index !== undefined && item.line.isOpen !== undefined) {
    if (column === item.start + SELECTOR_MARK_COLUMN) return { type: 'marker', index };
  }
  return { type: 'pane', pane: 'processes', index };
}

/** All but the bottom edge of a frame's extra rows stand above the list. */
function listIndex(
  rect: Rect,
  extraRows: number,
  count: number,
  offset: number,
  column: number,
  row: number,
): number | undefined {
  const isOnEdge = column === rect.left || column === rect.left + rect.width - 1;
  const line = row - rect.top - (extraRows - 1);
  const { start, end } = windowOf(count, rect.height - extraRows, offset);
  return isOnEdge || line < 0 || start + line >= end ? undefined : start + line;
}
