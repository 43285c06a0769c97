import type { Command } from '../command.js';
import type { Update } from '../events.js';
import { isCursorPane, isInspectionTab } from '../inspection.js';
import { isPriceAsked, keyContext } from '../keymap.js';
import type { UiState } from '../state.js';
import { andThen } from './and-then.js';
import { askToAttach, attachNow } from './attach.js';
import { copySelection, writeSnapshot } from './copy.js';
import { closeTop, focusPane, moveFocus, toggleExpanded } from './focus.js';
import { askForTime } from './go-to-time.js';
import { isGraphCommand, runGraphCommand, toggleGraph } from './graphs.js';
import { closeTab, nextThread, payForAsync, refreshTab, resetHot } from './inspection.js';
import { changeInterval } from './interval.js';
import { invertSort, sortByNext } from './lists.js';
import { goToSelectedEntry } from './log-entry.js';
import { move, showSelection } from './movement.js';
import { stepThroughTime, togglePause } from './pause.js';
import { runOnRecording } from './recording.js';
import { refreshRows } from './rows.js';
import { runStackCommand } from './stack/command.js';
import { reopenDump, takeDump } from './stack/dumps.js';
import { takeAllDumps } from './stack/round.js';
import { showDumpOfMoment } from './stack-moment.js';
import { moveCursor, toggleRow } from './tab-movement.js';
import { isTreeCommand, runTreeCommand } from './tree.js';
import { startTyping } from './typing.js';
import { changeVerbosity } from './verbosity.js';

/** Carries out a command, whether it came from a key or from a click on its hint. */
export function runCommand(before: UiState, command: Command): Update {
  const state = { ...before, notice: undefined };
  const done = runOnRecording(state, command) ?? runStackCommand(state, command, keyContext(state));
  if (done !== undefined) return shown(done);
  switch (command) {
    case 'takeDump':
      return shown(takeDump(closeTab(state)));
    case 'takeAllDumps':
      return takeAllDumps(state);
    case 'focusStack':
      return shown(focusStack(closeTab(state)));
    case 'goToEntry':
      return shown(goToSelectedEntry(state));
    case 'copy':
      return copySelection(state);
    case 'writeSnapshot':
      return writeSnapshot(state);
    case 'lookMoreOften':
      return changeInterval(state, -1);
    case 'lookLessOften':
      return changeInterval(state, 1);
    case 'confirm':
      return isPriceAsked(state) ? [payForAsync(state), []] : shown(attachNow(state));
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

function focusStack(state: UiState): Update {
  return state.stack === undefined ? andThen(reopenDump(state), showDumpOfMoment) : [focusPane(state, 'stack'), []];
}

// A command can open or close a pane, and so change the height of the lists.
function shown([state, effects]: Update): Update {
  return [showSelection(state), effects];
}

function runLocally(state: UiState, command: Command): UiState {
  const place = keyContext(state);
  if (isGraphCommand(command, place)) return runGraphCommand(state, command);
  const moved = isCursorPane(place) ? moveCursor(state, place, command) : undefined;
  if (moved !== undefined) return moved;
  if (isTreeCommand(command)) return runTreeCommand(state, command);
  const context = place === 'question' || isCursorPane(place) ? 'metrics' : place;
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
    case 'focusMetrics':
      return focusPane(state, 'metrics');
    case 'focusGraphs':
      return focusPane(state, 'graphs');
    case 'focusLog':
      return focusPane(state, 'log');
    case 'focusInFlight':
      return focusPane(state, 'inFlight');
    case 'focusAsync':
      return focusPane(state, 'async');
    case 'focusHot':
      return focusPane(state, 'hot');
    case 'focusStalls':
      return focusPane(state, 'stalls');
    case 'toggleExpanded':
      return toggleExpanded(state);
    default:
      return runInTabs(state, command);
  }
}

function runInTabs(state: UiState, command: Command): UiState {
  switch (command) {
    case 'toggleRow':
      return isInspectionTab(state.focus) ? toggleRow(state, state.focus) : state;
    case 'openRow':
      return isInspectionTab(state.focus) ? toggleRow(state, state.focus, true) : state;
    case 'closeRow':
      return isInspectionTab(state.focus) ? toggleRow(state, state.focus, false) : state;
    case 'refreshTab':
      return refreshTab(state);
    case 'nextThread':
      return nextThread(state);
    case 'resetHot':
      return resetHot(state);
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
    case 'showMore':
      return changeVerbosity(state, 1);
    case 'showLess':
      return changeVerbosity(state, -1);
    case 'goToTime':
      return askForTime(state);
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
