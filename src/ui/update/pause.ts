import { historyAt, oldestMs } from '../../model/past.js';
import type { UiState } from '../state.js';
import { refreshRows } from './rows.js';

/** Freezes what is shown, while samples go on being taken; or goes on with the last of them. */
export function togglePause(state: UiState): UiState {
  if (state.pausedWallMs === undefined) return { ...state, pausedWallMs: state.wallMs };
  return refreshRows({ ...state, pausedWallMs: undefined, history: state.live });
}

/** Shows the moment so much earlier or later than the one that is shown; a screen that is not paused is. */
export function stepThroughTime(state: UiState, stepMs: number): UiState {
  const { live, history } = state;
  if (live.atMs === undefined || history.atMs === undefined) {
    return { ...state, notice: 'there is no sample yet' };
  }
  return showMoment(state, history.atMs + stepMs);
}

/** Shows a moment in every pane; the first or the last that is remembered when it is not. */
export function showMoment(state: UiState, wantedMs: number): UiState {
  const { live } = state;
  const first = oldestMs(live);
  if (live.atMs === undefined || first === undefined) return state;
  const atMs = Math.min(live.atMs, Math.max(first, wantedMs));
  const pausedWallMs = state.pausedWallMs ?? state.wallMs;
  const notice = wantedMs < first ? 'this is the first sample that is remembered' : undefined;
  const history = atMs === live.atMs ? live : historyAt(live, atMs);
  return refreshRows({ ...state, pausedWallMs, notice, history });
}
