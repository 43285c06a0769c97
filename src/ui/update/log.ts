import type { LogEntry } from '../../model/event-log.js';
import type { UiState } from '../state.js';

const MAX_ENTRIES = 500;

/** The state with these entries in its log, which forgets the oldest. */
export function logged(state: UiState, entries: readonly LogEntry[]): UiState {
  return entries.length === 0
    ? state
    : {
        ...state,
        log: [...entries.toReversed(), ...state.log].slice(0, MAX_ENTRIES),
        logCount: state.logCount + entries.length,
      };
}
