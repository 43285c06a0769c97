import { formatDurationMs } from '../../units.js';
import type { Update } from '../events.js';
import { type StackAnswer, selectedProcess, type UiState } from '../state.js';
import { whyNoDump } from '../view/process-state.js';
import { logged } from './log.js';

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
  const { pid, name } = state.stack;
  const shown = { ...state, stack: { ...state.stack, answer } };
  if (answer.state !== 'arrived') return shown;
  const pausedMs = typeof answer.dump === 'string' ? 0 : sumOf(answer.dump.threads.map((thread) => thread.pausedMs));
  const detail = pausedMs > 0 ? `held up ${formatDurationMs(pausedMs)}` : '';
  const processKey = state.processes.find((row) => row.pid === pid)?.key ?? '';
  const entry = { kind: 'dumped', wallMs: state.wallMs, processKey, pid, name, detail } as const;
  return logged({ ...shown, pausedTargetsMs: state.pausedTargetsMs + pausedMs }, [entry]);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
