import type { ScrollOffsets, UiState } from '../state.js';
import { HELP_PANE_EXTRA_ROWS, helpLines } from '../view/help-lines.js';
import { layoutScreen } from '../view/layout.js';
import { metricPaneExtraRows } from '../view/metric-lines.js';
import { PROCESS_PANE_EXTRA_ROWS } from '../view/process-lines.js';
import { stackRows } from '../view/stack/stack-rows.js';
import { STACK_PANE_EXTRA_ROWS } from '../view/stack-lines.js';
import { offsetShowing, windowOf } from '../view/window.js';
import { selectLine } from './rows.js';

/** How far: lines or pages from where one is, or to one end. */
export type Movement =
  | { readonly unit: 'line' | 'page'; readonly count: number }
  | { readonly unit: 'end'; readonly count: -1 | 1 };

/** The panes in which a line is selected. */
type Selecting = 'processes' | 'metrics' | 'stack';

interface Extent {
  readonly count: number;
  readonly height: number;
}

/** Moves the selection of a list, or the text of a pane that has none. */
export function move(state: UiState, context: keyof ScrollOffsets, movement: Movement): UiState {
  const extent = extentOf(state, context);
  if (context !== 'processes' && context !== 'metrics' && context !== 'stack') {
    const offset = moved(windowStart(state, context), movement, extent.height, extent.count - extent.height);
    return scrollTo(state, context, offset);
  }
  const index = selectedIndex(state, context);
  const next = moved(Math.max(0, index), movement, extent.height, extent.count - 1);
  return selectAt(state, context, next);
}

function selectedIndex(state: UiState, context: Selecting): number {
  if (context === 'stack') return stackRows(state).findIndex(({ id }) => id === state.dumps.cursor);
  if (context === 'processes') return state.tree.lines.findIndex(({ key }) => key === state.processKey);
  return state.metrics.findIndex(({ key }) => key === state.metricKey);
}

/** Selects a line of a list or of the dump, and scrolls so that it is seen. */
export function selectAt(state: UiState, list: Selecting, index: number): UiState {
  const shown = (next: UiState): UiState => {
    const { height } = extentOf(next, list);
    return scrollTo(next, list, offsetShowing(index, height, windowStart(next, list)));
  };
  if (list === 'stack') {
    const row = stackRows(state)[index];
    return row === undefined ? state : shown({ ...state, dumps: { ...state.dumps, cursor: row.id } });
  }
  if (list === 'metrics') {
    const metric = state.metrics[index];
    return metric === undefined ? state : shown({ ...state, metricKey: metric.key });
  }
  const line = state.tree.lines[index];
  return line === undefined ? state : shown(selectLine(state, line));
}

/** Scrolls the lists so far that their selected lines are seen, after the panes have changed their heights. */
export function showSelection(state: UiState): UiState {
  const process = state.tree.lines.findIndex(({ key }) => key === state.processKey);
  const metric = state.metrics.findIndex(({ key }) => key === state.metricKey);
  return selectAt(selectAt(state, 'processes', process), 'metrics', metric);
}

/** Scrolls what is under the pointer, without touching the selection. */
export function scrollBy(state: UiState, context: keyof ScrollOffsets, lines: number): UiState {
  const { count, height } = extentOf(state, context);
  const offset = Math.max(0, Math.min(windowStart(state, context) + lines, count - height));
  return scrollTo(state, context, offset);
}

/** The line so far from another, none before the first nor behind the last. */
export function moved(from: number, movement: Movement, height: number, last: number): number {
  if (movement.unit === 'end') return movement.count < 0 ? 0 : Math.max(0, last);
  const step = movement.unit === 'page' ? Math.max(1, height - 1) : 1;
  return Math.max(0, Math.min(from + movement.count * step, last));
}

function scrollTo(state: UiState, context: keyof ScrollOffsets, offset: number): UiState {
  return { ...state, scroll: { ...state.scroll, [context]: offset } };
}

function windowStart(state: UiState, context: keyof ScrollOffsets): number {
  const { count, height } = extentOf(state, context);
  return windowOf(count, height, state.scroll[context]).start;
}

function extentOf(state: UiState, context: keyof ScrollOffsets): Extent {
  const layout = layoutScreen(state);
  switch (context) {
    case 'processes':
      return { count: state.tree.lines.length, height: Math.max(1, layout.processes.height - PROCESS_PANE_EXTRA_ROWS) };
    case 'metrics':
      return { count: state.metrics.length, height: Math.max(1, layout.metrics.height - metricPaneExtraRows(state)) };
    case 'stack': {
      const height = Math.max(1, (layout.stack?.height ?? 0) - STACK_PANE_EXTRA_ROWS);
      return { count: stackRows(state).length, height };
    }
    case 'graphs':
      return { count: 0, height: 1 };
    default:
      return {
        count: helpLines(state.keys, layout.help.width - 2).length,
        height: Math.max(1, layout.help.height - HELP_PANE_EXTRA_ROWS),
      };
  }
}
