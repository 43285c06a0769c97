import { dumpAt } from '../../model/kept-dumps.js';
import { formatClock } from '../draw/axis.js';
import type { StackRequest } from '../dumps-state.js';
import type { Update } from '../events.js';
import { selectedProcess, type UiState } from '../state.js';
import { showDump } from './stack/dumps.js';

/**
 * The stack pane, where it is open, with the dump of the selected process that was the newest at the moment that is
 * shown; one that is still being waited for stays.
 */
export function showDumpOfMoment(state: UiState): Update {
  const process = selectedProcess(state);
  const { stack, history } = state;
  if (stack === undefined || stack.answer.state === 'waiting' || process === undefined) return [state, []];
  const kept = dumpAt(state.dumps.kept, process.key, history.atMs ?? 0);
  if (kept !== undefined) {
    const isShown = stack.answer.state === 'arrived' && stack.answer.kept === kept;
    return isShown ? [state, []] : showDump(state, kept);
  }
  // Why a dump that was asked for did not come is still worth knowing.
  if (stack.answer.state === 'failed' && stack.number !== 0) return [state, []];
  const cure = state.playback === undefined ? ': d takes one now' : '';
  const reason = `none had been taken by ${formatClock(history.wallMs ?? state.wallMs)}${cure}`;
  const { key: processKey, pid, name } = process;
  const none: StackRequest = { number: 0, processKey, pid, name, answer: { state: 'failed', reason } };
  return [{ ...state, stack: none }, []];
}

/** The same, when an event has changed the moment: by a step through time, a pause that ends, or a line of the log. */
export function followMoment(before: UiState, after: UiState): Update {
  const isMoment = [before.pausedWallMs, after.pausedWallMs, after.playback].some((known) => known !== undefined);
  return isMoment && before.history !== after.history ? showDumpOfMoment(after) : [after, []];
}
