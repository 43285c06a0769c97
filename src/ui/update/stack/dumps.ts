import type { StackDump } from '../../../format/stack-dump.js';
import { dumpsOf, type KeptDump, keepDump, neighbourDump } from '../../../model/kept-dumps.js';
import { formatDurationMs } from '../../../units.js';
import { type DumpSubject, type StackRequest, shownDump } from '../../dumps-state.js';
import type { Update } from '../../events.js';
import { selectedProcess, type UiState } from '../../state.js';
import { whyNoDump } from '../../view/process-state.js';
import { logged } from '../log.js';
import { settleStack, withDumps, withView } from './settle.js';

/** Asks the selected process for its stack, or says why that cannot be. */
export function takeDump(state: UiState): Update {
  const process = selectedProcess(state);
  if (process === undefined) return [{ ...state, notice: 'no process is selected' }, []];
  const { key: processKey, pid, name, socket } = process;
  const reason = whyNoDump(process);
  if (reason !== undefined || socket === undefined) {
    const answer = { state: 'failed', reason: reason ?? 'it has no socket' } as const;
    const number = state.requestCount + 1;
    return [opened({ ...state, requestCount: number }, { number, processKey, pid, name, answer }), []];
  }
  const [asked, effects] = requestDump(state, { processKey, pid, name }, socket);
  const before = shownDump(state.stack);
  const previous = before?.processKey === processKey && before.pid === pid ? { previous: before } : {};
  const answer = { state: 'waiting', ...previous } as const;
  return [opened(asked, { number: asked.requestCount, processKey, pid, name, answer }), effects];
}

/** Takes a dump: it is kept, and shown when it is the one that is waited for. */
export function receiveDump(state: UiState, number: number, dump: StackDump | string): Update {
  const subject = state.dumps.asked.get(number);
  if (subject === undefined) return [state, []];
  const { wallMs, live } = state;
  const kept = keepDump(state.dumps.kept, { ...subject, atMs: live.atMs ?? 0, wallMs, dump });
  const pausedMs = typeof dump === 'string' ? 0 : sumOf(dump.threads.map((thread) => thread.pausedMs));
  const detail = pausedMs > 0 ? `held up ${formatDurationMs(pausedMs)}` : '';
  const taken = { ...answered(state, number), pausedTargetsMs: state.pausedTargetsMs + pausedMs };
  const next = logged(withDumps(taken, { kept }), [{ kind: 'dumped', wallMs, ...subject, detail }]);
  return state.stack?.number === number ? showDump(next, kept[0]) : [next, []];
}

/** Takes the news that a dump will not come; shown when it is the one that is waited for. */
export function missDump(state: UiState, number: number, reason: string): UiState {
  if (!state.dumps.asked.has(number)) return state;
  const missed = answered(state, number);
  if (state.stack?.number !== number) return missed;
  return { ...missed, stack: { ...state.stack, answer: { state: 'failed', reason } } };
}

/**
 * Opens the stack pane with a dump that was kept, whatever it showed before; the keyboard stays where it is.
 *
 * Of the same process, what is open stays open where the dump has it too, and the cursor stays on its frame.
 */
export function showDump(state: UiState, kept: KeptDump): Update {
  const { processKey, pid, name } = kept;
  // No request has this number: an answer that is still on its way does not take the dump's place.
  const stack: StackRequest = { number: 0, processKey, pid, name, answer: { state: 'arrived', kept } };
  const isSame = state.dumps.kept.some((other) => other === state.dumps.shown && other.processKey === processKey);
  const toggled = isSame ? state.dumps.view.toggled : new Set<string>();
  const next = withView({ ...state, stack }, { toggled, values: new Map(), sources: new Map() });
  if (isSame) return settleStack(withDumps(next, { shown: kept }));
  const scrolled = { ...next, scroll: { ...state.scroll, stack: 0 } };
  return settleStack(withDumps(scrolled, { shown: kept, cursor: undefined, search: undefined }));
}

/** Shows the dump of the same process that was taken next after the one that is shown, or before it. */
export function stepDump(state: UiState, step: -1 | 1): Update {
  const { stack, dumps } = state;
  if (stack === undefined) return [state, []];
  const shown = shownDump(stack);
  const next = shown === undefined ? dumpsOf(dumps.kept, stack.processKey)[0] : neighbourDump(dumps.kept, shown, step);
  const end = step < 0 ? 'oldest dump of it that is kept' : 'newest dump of it: d takes another';
  return next === undefined ? [{ ...state, notice: `this is the ${end}` }, []] : showDump(state, next);
}

/** Opens the last dump of the selected process that was kept, or says that there is none. */
export function reopenDump(state: UiState): Update {
  const process = selectedProcess(state);
  if (process === undefined) return [{ ...state, notice: 'no process is selected' }, []];
  const [newest] = dumpsOf(state.dumps.kept, process.key);
  if (newest === undefined) return [{ ...state, notice: 'there is no stack dump: d takes one' }, []];
  return showDump({ ...state, focus: 'stack' }, newest);
}

/** Asks a process for its dump; the number of the request is then the state's `requestCount`. */
export function requestDump(state: UiState, subject: DumpSubject, socket: string): Update {
  const number = state.requestCount + 1;
  const asked = new Map(state.dumps.asked).set(number, subject);
  const next = withDumps({ ...state, requestCount: number }, { asked });
  return [next, [{ type: 'requestDump', number, pid: subject.pid, socket }]];
}

function answered(state: UiState, number: number): UiState {
  const asked = new Map(state.dumps.asked);
  asked.delete(number);
  return withDumps(state, { asked });
}

function opened(state: UiState, stack: StackRequest): UiState {
  const scroll = state.stack?.processKey === stack.processKey ? state.scroll : { ...state.scroll, stack: 0 };
  return { ...state, stack, focus: 'stack', scroll };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
