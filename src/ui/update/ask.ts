import type { TargetSample } from '../../source/sample.js';
import type { UiEffect, Update } from '../events.js';
import type { InspectionKind } from '../inspection.js';
import { liveTarget, selectedProcess, type UiState } from '../state.js';
import { whyNotAsked } from '../view/why-not-asked.js';
import { followSelection } from './inspection.js';

/**
 * At most so often the open tab is asked again, and one that failed.
 *
 * To tell what is in flight and open takes 0.5 ms of the main thread's time, 1.7 ms with 100 open connections and 3 ms
 * with 1,000 (measured on Node 20 as CPU time): 0.3 % at the most.
 */
const ASK_AGAIN_MS = 950;

/**
 * The state with the questions that are due, whatever event has led to it: those of the open tab, of the process that is
 * selected, and those for stalls that were noticed. Of each there is one at a time, so that nobody is asked faster than
 * it answers; while the screen is paused, only what a person has ordered. On a recording nobody is asked.
 */
export function askWhatIsDue(before: UiState): Update {
  if (before.playback !== undefined) return [followSelection(before), []];
  const [followed, effects] = askForTab(followSelection(before));
  const [asked, more] = askForStalls(followed);
  return [asked, [...effects, ...more]];
}

function askForTab(state: UiState): Update {
  const kind = dueKind(state);
  const target = kind === undefined ? undefined : liveTarget(state, selectedProcess(state)?.key);
  if (kind === undefined || target === undefined || whyNotAsked(target) !== undefined) return [state, []];
  const { inspection } = state;
  const number = state.requestCount + 1;
  const asked = { number, kind, processKey: selectedProcess(state)?.key ?? '' };
  const isAsync = kind === 'async' || kind === 'asyncPrice';
  const isForced = inspection.async.state === 'taking' && inspection.async.isForced;
  const next = isAsync
    ? { ...inspection, asyncAsked: asked }
    : { ...inspection, asked, askedAtMs: state.live.atMs ?? 0 };
  return [{ ...state, requestCount: number, inspection: next }, [question(number, kind, target, isForced)]];
}

function dueKind({ inspection, live, pausedWallMs }: UiState): InspectionKind | undefined {
  const { tab, asked, asyncAsked, async, askedAtMs, failure } = inspection;
  if (async.state === 'taking' && asyncAsked === undefined) return 'async';
  if (tab === 'async') return async.state === 'unasked' && asyncAsked === undefined ? 'asyncPrice' : undefined;
  if (tab === undefined || tab === 'stalls' || asked !== undefined || pausedWallMs !== undefined) return undefined;
  const isDue = askedAtMs === undefined || (live.atMs ?? 0) - askedAtMs >= ASK_AGAIN_MS;
  if (tab === 'hot') return isDue || failure === undefined ? 'samples' : undefined;
  return isDue ? 'inFlight' : undefined;
}

function askForStalls(state: UiState): Update {
  const { stalls } = state;
  const [processKey, ...wanted] = stalls.wanted;
  if (processKey === undefined || stalls.asked !== undefined) return [state, []];
  const target = liveTarget(state, processKey);
  if (target === undefined) return askForStalls({ ...state, stalls: { ...stalls, wanted } });
  const number = state.requestCount + 1;
  const asked = { number, kind: 'stalls', processKey } as const;
  const next = { ...state, requestCount: number, stalls: { ...stalls, wanted, asked } };
  return [next, [question(number, 'stalls', target, false)]];
}

function question(number: number, kind: InspectionKind, target: TargetSample, isForced: boolean): UiEffect {
  return { type: 'inspect', number, kind, target, isForced };
}
