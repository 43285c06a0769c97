import { type Command, keyContext } from '../keymap.js';
import type { ScrollOffsets, UiState } from '../state.js';
import { keyHints } from './key-bar.js';
import { isInside, layoutScreen, type Rect } from './layout.js';
import { metricPaneExtraRows } from './metric-lines.js';
import { PROCESS_PANE_EXTRA_ROWS } from './process-lines.js';
import { selectorItems } from './process-selector.js';
import { windowOf } from './window.js';

/** What stands at a place of the screen: a pane, perhaps a line of its list, or a hint of the key bar. */
export type Hit =
  | { readonly type: 'pane'; readonly pane: keyof ScrollOffsets; readonly index: number | undefined }
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
    const index = layout.isNarrow ? selectorIndex(state, column) : processIndex(state, layout.processes, column, row);
    return { type: 'pane', pane: 'processes', index };
  }
  if (isInside(layout.metrics, column, row)) {
    const extra = metricPaneExtraRows(state);
    const index = listIndex(layout.metrics, extra, state.metrics.length, state.scroll.metrics, column, row);
    return { type: 'pane', pane: 'metrics', index };
  }
  const isInStack = layout.stack !== undefined && isInside(layout.stack, column, row);
  return isInStack ? { type: 'pane', pane: 'stack', index: undefined } : undefined;
}

function processIndex(state: UiState, rect: Rect, column: number, row: number): number | undefined {
  return listIndex(rect, PROCESS_PANE_EXTRA_ROWS, state.processes.length, state.scroll.processes, column, row);
}

function selectorIndex(state: UiState, column: number): number | undefined {
  const item = selectorItems(state).find(({ start, end }) => column >= start && column < end);
  return item === undefined ? undefined : state.processes.indexOf(item.row);
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
