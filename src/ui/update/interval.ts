import { formatDurationMs } from '../../units.js';
import type { Update } from '../events.js';
import type { UiState } from '../state.js';

/** At four samples a second the last 15 minutes are still remembered. */
const INTERVALS_MS = [250, 500, 1000, 2000, 5000, 10_000, 30_000];

/** Takes samples at the next longer interval, or at the next shorter one. */
export function changeInterval(state: UiState, step: 1 | -1): Update {
  const longer = INTERVALS_MS.find((interval) => interval > state.intervalMs);
  const shorter = INTERVALS_MS.findLast((interval) => interval < state.intervalMs);
  const intervalMs = step > 0 ? longer : shorter;
  if (intervalMs === undefined) {
    return [
      { ...state, notice: `${formatDurationMs(state.intervalMs)} is the ${step > 0 ? 'longest' : 'shortest'}` },
      [],
    ];
  }
  const notice = `looking every ${formatDurationMs(intervalMs)}`;
  return [{ ...state, intervalMs, notice }, [{ type: 'changeInterval', intervalMs }]];
}
