import { isInspectionTab } from '../inspection.js';
import { isPriceAsked } from '../keymap.js';
import type { PaneName, UiState } from '../state.js';
import { closeTab, openTab } from './inspection.js';
import { changeList, listOf } from './lists.js';

/** The panes that are there, in the order of Tab. */
export function openPanes(state: UiState): readonly PaneName[] {
  const panes: PaneName[] = ['processes', 'metrics'];
  if (state.inspection.tab !== undefined) return [...panes, state.inspection.tab];
  if (state.stack !== undefined) return [...panes, 'stack'];
  if (state.isLogOpen) return [...panes, 'log'];
  return state.graphs.length > 0 ? [...panes, 'graphs'] : panes;
}

/** Moves the keyboard to the next pane, or the one before. */
export function moveFocus(state: UiState, step: 1 | -1): UiState {
  const panes = openPanes(state);
  const index = (panes.indexOf(state.focus) + step + panes.length) % panes.length;
  return { ...state, focus: panes[index] ?? 'processes' };
}

/** Moves the keyboard to a pane, and opens it where that needs nothing else; the log that has it already is closed. */
export function focusPane(state: UiState, pane: PaneName): UiState {
  switch (pane) {
    case 'graphs':
      if (state.graphs.length === 0) return { ...state, notice: 'there is no graph: g on a metric begins one' };
      return { ...closeTab(state), stack: undefined, isLogOpen: false, focus: pane };
    case 'stack':
      return state.stack === undefined ? state : { ...closeTab(state), focus: pane };
    case 'log':
      if (state.isLogOpen && state.focus === 'log')
        return { ...state, isLogOpen: false, isExpanded: false, focus: 'metrics' };
      return { ...closeTab(state), stack: undefined, isLogOpen: true, focus: pane };
    default:
      return isInspectionTab(pane) ? openTab(state, pane) : { ...state, focus: pane };
  }
}

/** Gives the focused pane the whole screen, or takes it back. */
export function toggleExpanded(state: UiState): UiState {
  return { ...state, isExpanded: !state.isExpanded };
}

/**
 * One level back: the help, the whole screen, the cursor, a filter, the tab, the stack dump, the log, the newest graph, then the
 * list of processes. Never out of the program.
 */
export function closeTop(state: UiState): UiState {
  if (state.isHelpOpen) return { ...state, isHelpOpen: false };
  if (state.question !== undefined) return { ...state, question: undefined };
  if (isPriceAsked(state)) return { ...state, inspection: { ...state.inspection, async: { state: 'declined' } } };
  if (state.isExpanded) return { ...state, isExpanded: false };
  if (state.focus === 'graphs' && state.graphView.cursorMs !== undefined) {
    return { ...state, graphView: { ...state.graphView, cursorMs: undefined } };
  }
  const list = listOf(state);
  const isInList = state.focus === list;
  if (isInList && state.lists[list].filter !== '') return changeList(state, list, { filter: '' });
  const { tab } = state.inspection;
  if (tab !== undefined) {
    const closed = closeTab(state);
    const isStackBelow = closed.stack !== undefined && state.focus === tab;
    return isStackBelow ? { ...closed, focus: 'stack' } : backToMetrics(closed, tab);
  }
  if (state.stack !== undefined) return backToMetrics({ ...state, stack: undefined }, 'stack');
  if (state.isLogOpen) return backToMetrics({ ...state, isLogOpen: false }, 'log');
  if (state.graphs.length > 0) {
    const graphs = state.graphs.slice(1);
    return graphs.length > 0 ? { ...state, graphs } : backToMetrics({ ...state, graphs }, 'graphs');
  }
  return { ...state, focus: 'processes' };
}

function backToMetrics(state: UiState, closed: PaneName): UiState {
  return { ...state, focus: state.focus === closed ? 'metrics' : state.focus };
}
