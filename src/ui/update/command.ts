import type { Update } from '../events.js';
import { type Command, keyContext } from '../keymap.js';
import type { PaneName, UiState } from '../state.js';
import { askToAttach, attachNow } from './attach.js';
import { toggleGraph } from './graphs.js';
import { move, showSelection } from './movement.js';
import { takeDump } from './stack.js';

/** Carries out a command, whether it came from a key or from a click on its hint. */
export function runCommand(before: UiState, command: Command): Update {
  const state = { ...before, notice: undefined };
  switch (command) {
    case 'takeDump':
      return shown(takeDump(state));
    case 'confirm':
      return shown(attachNow(state));
    case 'toggleMouse':
      return [{ ...state, isMouseOn: !state.isMouseOn }, [{ type: 'captureMouse', isOn: !state.isMouseOn }]];
    case 'repaint':
    case 'suspend':
    case 'quit':
      return [state, [{ type: command }]];
    default:
      return shown([runLocally(state, command), []]);
  }
}

// A command can open or close a pane, and so change the height of the lists.
function shown([state, effects]: Update): Update {
  return [showSelection(state), effects];
}

function runLocally(state: UiState, command: Command): UiState {
  const place = keyContext(state);
  const context = place === 'question' ? 'metrics' : place;
  switch (command) {
    case 'moveUp':
      return move(state, context, { unit: 'line', count: -1 });
    case 'moveDown':
      return move(state, context, { unit: 'line', count: 1 });
    case 'pageUp':
      return move(state, context, { unit: 'page', count: -1 });
    case 'pageDown':
      return move(state, context, { unit: 'page', count: 1 });
    case 'moveToStart':
      return move(state, context, { unit: 'end', count: -1 });
    case 'moveToEnd':
      return move(state, context, { unit: 'end', count: 1 });
    case 'focusNext':
      return moveFocus(state, 1);
    case 'focusPrevious':
      return moveFocus(state, -1);
    case 'openMetrics':
      return { ...state, focus: 'metrics' };
    case 'toggleGraph':
      return toggleGraph(state);
    case 'attach':
      return askToAttach(state);
    case 'toggleHelp':
      return { ...state, isHelpOpen: !state.isHelpOpen, scroll: { ...state.scroll, help: 0 } };
    default:
      return goBack(state);
  }
}

function moveFocus(state: UiState, step: 1 | -1): UiState {
  const panes: readonly PaneName[] =
    state.stack === undefined ? ['processes', 'metrics'] : ['processes', 'metrics', 'stack'];
  const index = (panes.indexOf(state.focus) + step + panes.length) % panes.length;
  return { ...state, focus: panes[index] ?? 'processes' };
}

/** One level back: the help, the stack dump, the newest graph, then the list of processes. Never out of the program. */
function goBack(state: UiState): UiState {
  if (state.isHelpOpen) return { ...state, isHelpOpen: false };
  if (state.question !== undefined) return { ...state, question: undefined };
  if (state.stack !== undefined) {
    return { ...state, stack: undefined, focus: state.focus === 'stack' ? 'metrics' : state.focus };
  }
  if (state.graphs.length > 0) return { ...state, graphs: state.graphs.slice(1) };
  return { ...state, focus: 'processes' };
}
