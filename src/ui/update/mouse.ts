import type { Update } from '../events.js';
import type { MouseInput } from '../input/input-event.js';
import type { CursorPane } from '../inspection.js';
import type { ScrollOffsets, UiState } from '../state.js';
import { hitTest } from '../view/hit-test.js';
import { TAB_COMMANDS } from '../view/inspection-tabs.js';
import { runCommand } from './command.js';
import { scrollGraphs, setCursor, toggleGraph } from './graphs.js';
import { sortByColumn } from './lists.js';
import { goToSelectedEntry } from './log-entry.js';
import { scrollBy, selectAt, showSelection } from './movement.js';
import { clickRow } from './stack/nodes.js';
import { clickCursor, scrollCursor, toggleRow } from './tab-movement.js';
import { toggleLine } from './tree.js';

const WHEEL_LINES = 3;
/** Of the width of a graph. */
const WHEEL_WIDTHS = 0.1;

/** A click selects a process, selects and graphs a metric, sorts by a heading, reads a graph, opens a line of the dump, or presses a hint; the wheel scrolls what is under it. */
export function pressMouse(state: UiState, { action, column, row }: MouseInput): Update {
  const hit = hitTest(state, column, row);
  if (hit === undefined) return [state, []];
  if (hit.type === 'hint') return action === 'press' ? runCommand(state, hit.command) : [state, []];
  if (hit.type === 'heading') {
    return [action === 'press' ? sortByColumn({ ...state, focus: hit.list }, hit.list, hit.column) : state, []];
  }
  if (hit.type === 'tab') return action === 'press' ? runCommand(state, TAB_COMMANDS[hit.tab]) : [state, []];
  if (hit.type === 'line') return pressLine(state, hit.pane, hit.row, action);
  if (hit.type === 'marker') {
    if (action === 'press') return [toggleLine(selectAt({ ...state, focus: 'processes' }, 'processes', hit.index)), []];
    return [scrollBy(state, 'processes', action === 'wheelUp' ? -WHEEL_LINES : WHEEL_LINES), []];
  }
  if (action !== 'press' && hit.pane === 'graphs') {
    return [scrollGraphs(state, action === 'wheelUp' ? -WHEEL_WIDTHS : WHEEL_WIDTHS), []];
  }
  if (action !== 'press') {
    return [scrollBy(state, hit.pane, action === 'wheelUp' ? -WHEEL_LINES : WHEEL_LINES), []];
  }
  const clicked = { ...state, notice: undefined, question: undefined };
  if (hit.pane === 'stack') return clickStack(clicked, hit.index);
  return [clickPane(clicked, hit.pane, hit.index), []];
}

function clickStack(state: UiState, index: number | undefined): Update {
  const focused: UiState = { ...state, focus: 'stack' };
  return index === undefined ? [focused, []] : clickRow(focused, index);
}

function pressLine(state: UiState, pane: CursorPane, row: number, action: MouseInput['action']): Update {
  if (action !== 'press') return [scrollCursor(state, pane, action === 'wheelUp' ? -WHEEL_LINES : WHEEL_LINES), []];
  const focused: UiState = { ...state, focus: pane, notice: undefined };
  const clicked = clickCursor(focused, pane, row);
  if (clicked === focused || pane === 'inFlight' || pane === 'hot') return [clicked, []];
  return pane === 'log' ? goToSelectedEntry(clicked) : [toggleRow(clicked, pane), []];
}

function clickPane(state: UiState, pane: keyof ScrollOffsets, index: number | undefined): UiState {
  if (pane === 'help') return state;
  const focused: UiState = { ...state, focus: pane };
  if (pane === 'graphs' && index !== undefined) return setCursor(focused, index);
  if (index === undefined || (pane !== 'processes' && pane !== 'metrics')) return focused;
  const selected = selectAt(focused, pane, index);
  return pane === 'metrics' ? showSelection(toggleGraph(selected)) : selected;
}
