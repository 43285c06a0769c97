import type { InFlightReport } from '../../format/in-flight.js';
import { addSamples, emptyTally } from '../../model/hot-functions.js';
import { formatDurationMs } from '../../units.js';
import { type InspectionAnswer, type InspectionState, type InspectionTab, NO_INSPECTION, TOP } from '../inspection.js';
import { liveTarget, selectedProcess, type UiState } from '../state.js';
import { logged } from './log.js';
import { answerStalls, failStalls, wantStalls } from './stalls.js';

// A report of a busy program is some thousand lines of 300 bytes: 6 MiB.
const MAX_IN_FLIGHT_LINES = 20_000;

/** Opens a tab in the place of the stack dump, with the keyboard in it. What is to be asked for it follows from the state. */
export function openTab(state: UiState, tab: InspectionTab): UiState {
  if (selectedProcess(state) === undefined) return { ...state, notice: 'no process is selected' };
  const { inspection } = state;
  if (inspection.tab === tab) return { ...state, focus: tab };
  const opened: InspectionState = { ...withoutTab(inspection), tab };
  const shown = followSelection({ ...state, inspection: opened, isLogOpen: false, focus: tab });
  return tab === 'stalls' ? wantStalls(shown, selectedProcess(state)?.key) : shown;
}

/** The state whose open tab is about the selected process: what is known of another, or of an earlier life of this one, is forgotten. */
export function followSelection(state: UiState): UiState {
  const { tab, subject } = state.inspection;
  const wanted = subjectOf(state);
  if (tab === undefined || subject === wanted) return state;
  const followed = { ...state, inspection: { ...NO_INSPECTION, tab, subject: wanted } };
  return tab === 'stalls' ? wantStalls(followed, selectedProcess(state)?.key) : followed;
}

/** Closes the open tab: from now on nobody is asked for it. */
export function closeTab(state: UiState): UiState {
  return state.inspection.tab === undefined ? state : { ...state, inspection: withoutTab(state.inspection) };
}

/** Forgets what the open tab knows, and has it asked anew. */
export function refreshTab(state: UiState): UiState {
  const { inspection } = state;
  const anew: InspectionState = { ...inspection, askedAtMs: undefined, failure: undefined };
  switch (inspection.tab) {
    case 'async':
      return inspection.asyncAsked !== undefined
        ? { ...state, notice: 'it is being asked' }
        : { ...state, inspection: { ...anew, async: { state: 'unasked' }, cursor: TOP } };
    case 'hot':
      return resetHot(state);
    case 'stalls':
      return wantStalls(state, selectedProcess(state)?.key);
    default:
      return { ...state, inspection: anew };
  }
}

/** Counts functions from now on. */
export function resetHot(state: UiState): UiState {
  return { ...state, inspection: { ...state.inspection, hot: emptyTally }, notice: 'counted from here' };
}

/** Shows the functions of the next thread, and after the last those of all together. */
export function nextThread(state: UiState): UiState {
  const { hot, hotThread } = state.inspection;
  const ids = [...hot.threads.keys()].toSorted((a, b) => a - b);
  const next = hotThread === undefined ? ids[0] : ids[ids.indexOf(hotThread) + 1];
  return { ...state, inspection: { ...state.inspection, hotThread: next, cursor: TOP } };
}

/** The price of an async dump is paid. */
export function payForAsync(state: UiState): UiState {
  const { async } = state.inspection;
  if (async.state !== 'priced') return state;
  const { price } = async;
  const isForced = price.refusal !== undefined;
  return { ...state, inspection: { ...state.inspection, async: { state: 'taking', price, isForced } } };
}

/** Takes an answer; one that came too late, or that nobody waits for any more, is dropped. */
export function answerInspection(state: UiState, number: number, answer: InspectionAnswer): UiState {
  const { inspection } = state;
  if (answer.kind === 'stalls') return answerStalls(state, number, answer.report);
  if (answer.kind === 'asyncPrice' || answer.kind === 'async') return answerAsync(state, number, answer);
  if (inspection.asked?.number !== number) return state;
  const answered: InspectionState = { ...inspection, asked: undefined, failure: undefined };
  if (answer.kind === 'samples') {
    return { ...state, inspection: { ...answered, hot: addSamples(inspection.hot, answer.samples) } };
  }
  return { ...state, inspection: { ...answered, inFlight: keepReport(inspection.inFlight, answer.report) } };
}

/** Takes the news that an answer will not come. */
export function failInspection(state: UiState, number: number, reason: string): UiState {
  const { inspection } = state;
  if (inspection.asyncAsked?.number === number) {
    const failed: InspectionState = { ...inspection, asyncAsked: undefined, failure: reason };
    return { ...state, inspection: { ...failed, async: { state: 'declined' } } };
  }
  if (inspection.asked?.number !== number) return failStalls(state, number, reason);
  return { ...state, inspection: { ...inspection, asked: undefined, failure: reason } };
}

function subjectOf(state: UiState): string | undefined {
  const key = selectedProcess(state)?.key;
  const { target } = liveTarget(state, key) ?? {};
  return target === undefined ? key : `${key} ${target.pid} ${target.startTicks}`;
}

function withoutTab(inspection: InspectionState): InspectionState {
  const { subject, asyncAsked, async, inFlight } = inspection;
  return { ...NO_INSPECTION, subject, asyncAsked, async, inFlight };
}

function answerAsync(
  state: UiState,
  number: number,
  answer: Extract<InspectionAnswer, { readonly kind: 'asyncPrice' | 'async' }>,
): UiState {
  const { inspection } = state;
  const { asyncAsked } = inspection;
  if (asyncAsked?.number !== number) return state;
  const answered: InspectionState = { ...inspection, asyncAsked: undefined, failure: undefined, cursor: TOP };
  if (answer.kind === 'asyncPrice') {
    return { ...state, inspection: { ...answered, async: { state: 'priced', price: answer.price } } };
  }
  const { dump } = answer;
  const next: UiState = {
    ...state,
    inspection: { ...answered, async: { state: 'taken', dump } },
    pausedTargetsMs: state.pausedTargetsMs + dump.pausedMs,
  };
  const detail = `async functions, held up ${formatDurationMs(dump.pausedMs)}`;
  const entry = { kind: 'dumped', wallMs: state.wallMs, processKey: asyncAsked.processKey, detail } as const;
  return logged(next, [{ ...entry, pid: dump.pid, name: dump.name }]);
}

function keepReport(kept: readonly InFlightReport[], report: InFlightReport): readonly InFlightReport[] {
  const all = [...kept, report];
  let lines = 0;
  const first = all.findLastIndex(({ operations, handles }) => {
    lines += 1 + operations.length + (handles?.handles.length ?? 0);
    return lines > MAX_IN_FLIGHT_LINES;
  });
  // The newest is kept whatever its size.
  return first < 0 ? all : all.slice(Math.min(first + 1, all.length - 1));
}
