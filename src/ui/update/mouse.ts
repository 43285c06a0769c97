import type { Update } from '../events.js';
import type { MouseInput } from '../input/input-event.js';
import type { ScrollOffsets, UiState } from '../state.js';
import { hitTest } from '../view/hit-test.js';
import { runCommand } from './command.js';
import { toggleGraph } from './graphs.js';
import { scrollBy, selectAt, showSelection } from './movement.js';

const WHEEL_LINES = 3;

/** A click selects a process, selects and graphs a metric, or presses a hint; the wheel scrolls what is under it. */
export function pressMouse(state: UiState, { action, column, row }: MouseInput): Update {
  const hit = hitTest(state, column, row);
  if (hit === undefined) return [state, []];
  if (hit.type === 'hint') return action === 'press' ? runCommand(state, hit.command) : [state, []];
  if (action !== 'press') {
    return [scrollBy(state, hit.pane, action === 'wheelUp' ? -WHEEL_LINES : WHEEL_LINES), []];
  }
  return [clickPane({ ...state, notice: undefined, question: undefined }, hit.pane, hit.index), []];
}

function clickPane(state: UiState, pane: keyof ScrollOffsets, index: number | undefined): UiState {
  if (pane === 'help') return state;
  const focused: UiState = { ...state, focus: pane };
  if (index === undefined || pane === 'stack') return focused;
  const selected = selectAt(focused, pane, index);
  return pane === 'metrics' ? showSelection(toggleGraph(selected)) : selected;
}
