import { type UiState } from '../state.js';

/** The wall time of the past moment that is shown; `undefined` while the last sample is. */
export function momentWallMs({ pausedWallMs, history, live }: UiState): number | undefined {
  return pausedWallMs === undefined || history.atMs === live.atMs ? undefined : history.wallMs;
}

/** The last moment that is shown: of what came later nothing is. */
export function untilWallMs(state: UiState): number {
  const { pausedWallMs, history } = state;
  return pausedWallMs === undefined ? Number.POSITIVE_INFINITY : (history.wallMs ?? pausedWallMs);
}
