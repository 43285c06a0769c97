import type { Update } from '../events.js';
import { type StackAnswer, selectedProcess, type UiState } from '../state.js';
import { whyNoDump } from '../view/process-state.js';

/** Asks the selected process for its stack, or says why that cannot be. */
export function takeDump(state: UiState): Update {
  const process = selectedProcess(state);
  if (process === undefined) return [{ ...state, notice: 'no process is selected' }, []];
  const number = state.requestCount + 1;
  const { pid, name, socket } = process;
  const opened: UiState = { ...state, requestCount: number, focus: 'stack', scroll: { ...state.scroll, stack: 0 } };
  const reason = whyNoDump(process);
  if (reason !== undefined || socket === undefined) {
    const answer = { state: 'failed', reason: reason ?? 'it has no socket' } as const;
    return [{ ...opened, stack: { number, pid, name, answer } }, []];
  }
  const stack = { number, pid, name, answer: { state: 'waiting' } } as const;
  return [{ ...opened, stack }, [{ type: 'requestDump', number, pid, socket }]];
}

/** Takes the answer to the last request; one that came too late, or that nobody waits for any more, is dropped. */
export function answerDump(state: UiState, number: number, answer: StackAnswer): UiState {
  if (state.stack?.number !== number) return state;
  return { ...state, stack: { ...state.stack, answer } };
}
