import { eventsBetween, stallNews } from '../../model/event-log.js';
import { appendSample } from '../../model/history.js';
import { hasScope } from '../../model/scope.js';
import type { Sample } from '../../source/sample.js';
import type { OwnUse } from '../services.js';
import type { OwnPrice, UiState } from '../state.js';
import { logged } from './log.js';
import { showSelection } from './movement.js';
import { refreshRows } from './rows.js';
import { wantStalls } from './stalls.js';

/** The state with one more sample. A screen that is paused keeps it for later. */
export function takeSample(state: UiState, sample: Sample, ownUse: OwnUse | undefined): UiState {
  const live = appendSample(state.live, sample);
  const elapsedMs = sample.atMs - (state.live.atMs ?? sample.atMs);
  const told = stallNews(state.live, live).reduce(wantStalls, logged(state, eventsBetween(state.live, live)));
  const taken: UiState = {
    ...told,
    live,
    wallMs: sample.wallMs,
    sampleCount: state.sampleCount + 1,
    ownUse,
    ownPrice: priceBetween(state.ownUse, ownUse, elapsedMs) ?? state.ownPrice,
  };
  if (state.pausedWallMs !== undefined) return taken;
  // A graph whose process has left the list has nothing more to show.
  const graphs = state.graphs.filter(({ processKey }) => hasScope(live, processKey));
  const kept = graphs.length === state.graphs.length ? state.graphs : graphs;
  const shown = refreshRows({ ...taken, history: live, graphs: kept });
  return state.isFollowing ? showSelection(shown) : shown;
}

function priceBetween(before: OwnUse | undefined, after: OwnUse | undefined, elapsedMs: number): OwnPrice | undefined {
  if (before === undefined || after === undefined || elapsedMs <= 0) return undefined;
  return {
    cpuPercent: ((after.cpuMs - before.cpuMs) / elapsedMs) * 100,
    rssBytes: after.rssBytes,
    readBytesPerS: (((after.readBytes ?? 0) - (before.readBytes ?? 0)) * 1000) / elapsedMs,
  };
}
