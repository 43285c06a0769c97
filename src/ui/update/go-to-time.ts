import { parseTime, TIME_FORMS } from '../../model/clock-text.js';
import { oldestMs } from '../../model/past.js';
import { formatClock } from '../draw/axis.js';
import type { UiState } from '../state.js';
import { wallOf } from '../view/graph-time.js';
import { showTime } from './graphs.js';
import { stepThroughTime } from './pause.js';

const MAX_LENGTH = 20;

/** Begins to ask for a time. */
export function askForTime(state: UiState): UiState {
  return { ...state, typedTime: '' };
}

/** A key while a time is typed. Enter goes there, and stays where the text means no time; Esc leaves it. */
export function typeTime(state: UiState, key: string): UiState {
  const typed = state.typedTime ?? '';
  switch (key) {
    case 'escape':
    case 'ctrl-c':
      return { ...state, typedTime: undefined };
    case 'enter':
      return typed === '' ? { ...state, typedTime: undefined } : goToTime(state, typed);
    case 'backspace':
      return { ...state, typedTime: typed === '' ? undefined : typed.slice(0, -1) };
    case 'ctrl-u':
      return { ...state, typedTime: '' };
    default:
      return /^[\d:hms-]$/.test(key) && typed.length < MAX_LENGTH ? { ...state, typedTime: typed + key } : state;
  }
}

/** What is wrong with the time that is typed, in one line; `undefined`: nothing. */
export function whyNoTime(state: UiState, typed: string): string | undefined {
  const firstMs = oldestMs(state.live);
  if (firstMs === undefined) return 'there is no sample yet';
  const wallMs = parseTime(typed, state.wallMs);
  if (wallMs === undefined) return `"${typed}" is no time: type ${TIME_FORMS}`;
  const firstWallMs = wallOf(state, firstMs);
  if (wallMs >= firstWallMs - state.intervalMs) return undefined;
  return `${formatClock(wallMs)} is before ${formatClock(firstWallMs)}, the first sample that is remembered`;
}

// In graphs the cursor goes there; from anywhere else every pane shows that moment.
function goToTime(state: UiState, typed: string): UiState {
  const reason = whyNoTime(state, typed);
  const wallMs = parseTime(typed, state.wallMs);
  if (reason !== undefined || wallMs === undefined) return { ...state, notice: reason };
  const asked = { ...state, typedTime: undefined, notice: undefined };
  const atMs = Math.min(
    state.live.atMs ?? 0,
    (state.history.atMs ?? 0) + wallMs - wallOf(state, state.history.atMs ?? 0),
  );
  return state.focus === 'graphs' ? showTime(asked, atMs) : stepThroughTime(asked, atMs - (state.history.atMs ?? 0));
}
