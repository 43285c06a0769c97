import type { StallReport } from '../../format/stalls.js';
import { keepStalls } from '../../model/kept-stalls.js';
import type { UiState } from '../state.js';

/** The state in which a process is to be asked for its stalls as soon as nobody else is. What is recorded is all there. */
export function wantStalls(state: UiState, processKey: string | undefined): UiState {
  const { stalls } = state;
  if (state.playback !== undefined || processKey === undefined || stalls.wanted.includes(processKey)) return state;
  return { ...state, stalls: { ...stalls, wanted: [...stalls.wanted, processKey] } };
}

/** Keeps the stalls that a process has told; an answer that nobody waits for is dropped. */
export function answerStalls(state: UiState, number: number, report: StallReport): UiState {
  const { asked, kept, failure } = state.stalls;
  if (asked?.number !== number) return state;
  const { processKey } = asked;
  const left = failure?.processKey === processKey ? undefined : failure;
  return {
    ...state,
    stalls: { ...state.stalls, asked: undefined, failure: left, kept: keepStalls(kept, processKey, report) },
  };
}

/** Takes the news that a process does not tell its stalls; those that it told before stay. */
export function failStalls(state: UiState, number: number, reason: string): UiState {
  const { asked } = state.stalls;
  if (asked?.number !== number) return state;
  const failure = { processKey: asked.processKey, reason };
  return { ...state, stalls: { ...state.stalls, asked: undefined, failure } };
}
