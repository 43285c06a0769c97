import { dumpAt } from '../../model/kept-dumps.js';
import { stallsUntil } from '../../model/kept-stalls.js';
import { historyAt, oldestMs } from '../../model/past.js';
import type { Command } from '../command.js';
import type { Update } from '../events.js';
import type { OpenedRecording, Playback } from '../recording-state.js';
import type { UiState } from '../state.js';
import { graphTime } from '../view/graph-time.js';
import { untilWallMs } from '../view/moment.js';
import { toggleGraph } from './graphs.js';
import { closeTab, openTab } from './inspection.js';
import { refreshRows } from './rows.js';
import { showDump } from './stack/dumps.js';

const SPEEDS = [1, 2, 5, 10, 30, 60, 300];

/** The screen on a recording, at its last moment. */
export function openRecording(state: UiState, opened: OpenedRecording): UiState {
  const { title, hostName, userName, intervalMs, history, log, dumps, stalls, notice } = opened;
  const playback = { title, speed: 1, isPlaying: false, playedWallMs: undefined };
  const kept = { dumps: { ...state.dumps, kept: dumps }, stalls: { ...state.stalls, kept: stalls } };
  const known = { hostName, userName, intervalMs, log, notice, playback, ...kept };
  const paused = { ...state, ...known, live: history, pausedWallMs: history.wallMs ?? state.wallMs };
  return showMoment(paused, history.atMs ?? 0);
}

/** What a command means on a recording; `undefined` where it means what it always does, and of a screen on what is. */
export function runOnRecording(state: UiState, command: Command): Update | undefined {
  const { playback } = state;
  if (playback === undefined) return undefined;
  switch (command) {
    case 'togglePause':
      return togglePlaying(state, playback);
    case 'stepBack':
      return step(state, -1000);
    case 'stepForward':
      return step(state, 1000);
    case 'stepMinuteBack':
      return step(state, -60_000);
    case 'stepMinuteForward':
      return step(state, 60_000);
    case 'lookMoreOften':
      return [changeSpeed(state, playback, 1), []];
    case 'lookLessOften':
      return [changeSpeed(state, playback, -1), []];
    case 'takeAllDumps':
      return [{ ...state, notice: 'this is recorded: there is no process to ask' }, []];
    case 'takeDump':
      return showDumpOfThen(state);
    case 'attach':
      return [{ ...state, notice: 'this is recorded: there is no process to put the agent into' }, []];
    case 'toggleGraph':
      return [graphFromStart(state), []];
    default:
      return undefined;
  }
}

/** The moment that is shown moves on with the clock while the recording plays. */
export function playOn(state: UiState, wallMs: number): Update {
  const { playback, history, live } = state;
  if (playback?.isPlaying !== true) return [state, []];
  const elapsedMs = Math.max(0, wallMs - (playback.playedWallMs ?? wallMs));
  const wantedMs = (history.atMs ?? 0) + elapsedMs * playback.speed;
  const isAtEnd = wantedMs >= (live.atMs ?? 0);
  const played = { ...state, playback: { ...playback, isPlaying: !isAtEnd, playedWallMs: wallMs } };
  return goTo(played, wantedMs);
}

function togglePlaying(state: UiState, playback: Playback): Update {
  const { history, live } = state;
  if (playback.isPlaying) return [{ ...state, playback: { ...playback, isPlaying: false } }, []];
  const first = oldestMs(live) ?? 0;
  if (first === live.atMs) return [{ ...state, notice: 'there is one moment only' }, []];
  const isAtEnd = (history.atMs ?? 0) >= (live.atMs ?? 0);
  const playing = { ...state, playback: { ...playback, isPlaying: true, playedWallMs: undefined } };
  return isAtEnd ? goTo(playing, first) : [playing, []];
}

function changeSpeed(state: UiState, playback: Playback, direction: 1 | -1): UiState {
  const faster = SPEEDS.find((speed) => speed > playback.speed);
  const slower = SPEEDS.findLast((speed) => speed < playback.speed);
  const speed = direction > 0 ? faster : slower;
  if (speed === undefined)
    return { ...state, notice: `${playback.speed}× is the ${direction > 0 ? 'fastest' : 'slowest'}` };
  return { ...state, playback: { ...playback, speed }, notice: `plays at ${speed}×` };
}

// Where moments are more than a second apart, a step of one is a step to the next.
function step(state: UiState, stepMs: number): Update {
  const { history, live, intervalMs } = state;
  const wantedMs = (history.atMs ?? 0) + stepMs * Math.max(1, intervalMs / 1000);
  const first = oldestMs(live) ?? 0;
  const notice =
    wantedMs < first
      ? 'this is the first moment of the recording'
      : wantedMs > (live.atMs ?? 0) + intervalMs / 2
        ? 'this is the last moment of the recording'
        : undefined;
  return goTo({ ...state, notice }, wantedMs);
}

function goTo(state: UiState, wantedMs: number): Update {
  return [showMoment(state, wantedMs), []];
}

function showMoment(state: UiState, wantedMs: number): UiState {
  const { live } = state;
  const atMs = Math.min(live.atMs ?? 0, Math.max(oldestMs(live) ?? 0, wantedMs));
  const history = historyAt(live, atMs);
  return refreshRows({ ...state, history, wallMs: history.wallMs ?? state.wallMs });
}

function showDumpOfThen(state: UiState): Update {
  const { dumps, processKey = '', history } = state;
  const dump = dumpAt(dumps.kept, processKey, history.atMs ?? 0);
  if (dump !== undefined) return showDump({ ...closeTab(state), focus: 'stack' }, dump);
  const isLater = dumps.kept.some((kept) => kept.processKey === processKey);
  const which = isLater ? 'its first dump is of a later moment' : 'no dump of it was taken';
  const hasStalls = stallsUntil(state.stalls.kept, processKey, untilWallMs(state)).length > 0;
  if (hasStalls) return [{ ...openTab(state, 'stalls'), notice: `${which}: these are its stalls` }, []];
  return [{ ...state, notice: `this is recorded, there is no process to ask, and ${which}` }, []];
}

// All that was recorded up to the moment is there, so all of it is drawn.
function graphFromStart(state: UiState): UiState {
  const toggled = toggleGraph(state);
  const [graph, ...others] = toggled.graphs;
  if (graph === undefined || toggled.graphs.length <= state.graphs.length) return toggled;
  const sinceMs = oldestMs(state.live) ?? graph.sinceMs;
  const begun = { ...toggled, graphs: [{ ...graph, sinceMs }, ...others] };
  const { columns } = graphTime(begun);
  const spanMs = (state.live.atMs ?? 0) - sinceMs;
  if (state.graphs.length > 0 || spanMs <= columns * state.intervalMs) return begun;
  const columnMs = state.intervalMs * 2 ** Math.ceil(Math.log2(spanMs / (columns * state.intervalMs)));
  return { ...begun, graphView: { ...begun.graphView, columnMs } };
}
