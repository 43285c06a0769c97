import type { Update } from '../events.js';
import { type Command, keyContext } from '../keymap.js';
import type { UiState } from '../state.js';
import { askToAttach, attachNow } from './attach.js';
import { copySelection, writeSnapshot } from './copy.js';
import { closeTop, focusPane, moveFocus, toggleExpanded } from './focus.js';
import { isGraphCommand, runGraphCommand, toggleGraph } from './graphs.js';
import { changeInterval } from './interval.js';
import { invertSort, sortByNext } from './lists.js';
import { move, showSelection } from './movement.js';
import { stepThroughTime, togglePause } from './pause.js';
import { runOnRecording } from './recording.js';
import { refreshRows } from './rows.js';
import { runStackCommand } from './stack/command.js';
import { reopenDump, takeDump } from './stack/dumps.js';
import { takeAllDumps } from './stack/round.js';
import { startTyping } from './typing.js';

/** Carries out a command, whether it came from a key or from a click on its hint. */
export function runCommand(before: UiState, command: Command): Update {
  const state = { ...before, notice: undefined };
  const done = runOnRecording(state, command) ?? runStackCommand(state, command, keyContext(state));
  if (done !== undefined) return shown(done);
  switch (command) {
    case 'takeDump':
      return shown(takeDump(state));
    case 'takeAllDumps':
      return takeAllDumps(state);
    case 'focusStack':
      return shown(state.stack === undefined ? reopenDump(state) : [focusPane(state, 'stack'), []]);
    case 'copy':
      return copySelection(state);
    case 'writeSnapshot':
      return writeSnapshot(state);
    case 'lookMoreOften':
      return changeInterval(state, -1);
    case 'lookLessOften':
      return changeInterval(state, 1);
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
  if (isGraphCommand(command, place)) return runGraphCommand(state, command);
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
    case 'toggleGraph':
      return toggleGraph(state);
    case 'attach':
      return askToAttach(state);
    case 'toggleHelp':
      return { ...state, isHelpOpen: !state.isHelpOpen, scroll: { ...state.scroll, help: 0 } };
    default:
      return runOnPanes(state, command);
  }
}

function runOnPanes(state: UiState, command: Command): UiState {
  switch (command) {
    case 'focusNext':
      return moveFocus(state, 1);
    case 'focusPrevious':
      return moveFocus(state, -1);
    case 'focusProcesses':
      return focusPane(state, 'processes');
    case 'openMetrics':
    case 'focusMetrics':
      return focusPane(state, 'metrics');
    case 'focusGraphs':
      return focusPane(state, 'graphs');
    case 'focusLog':
      return focusPane(state, 'log');
    case 'toggleExpanded':
      return toggleExpanded(state);
    default:
      return runOnNumbers(state, command);
  }
}

function runOnNumbers(state: UiState, command: Command): UiState {
  switch (command) {
    case 'filter':
      return startTyping(state);
    case 'sort':
      return sortByNext(state);
    case 'invertSort':
      return invertSort(state);
    case 'toggleZeros':
      return refreshRows({ ...state, areZerosHidden: !state.areZerosHidden });
    case 'toggleUnits':
      return { ...state, areUnitsRaw: !state.areUnitsRaw };
    case 'resetAverages':
      return resetAverages(state);
    case 'toggleFollow':
      return { ...state, isFollowing: !state.isFollowing };
    case 'togglePause':
      return togglePause(state);
    case 'stepBack':
      return stepThroughTime(state, -1000);
    case 'stepForward':
      return stepThroughTime(state, 1000);
    case 'stepMinuteBack':
      return stepThroughTime(state, -60_000);
    case 'stepMinuteForward':
      return stepThroughTime(state, 60_000);
    default:
      return closeTop(state);
  }
}

function resetAverages(state: UiState): UiState {
  const sinceMs = state.history.atMs ?? 0;
  const graphs = state.graphs.map((graph) => ({ ...graph, sinceMs }));
  return refreshRows({ ...state, averageSinceMs: sinceMs, graphs, notice: 'averages and graphs begin here' });
}
