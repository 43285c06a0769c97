import type { InFlightReport } from '../../format/in-flight.js';
import { type HotFunction, hotFilter, hotFunctions, sortHot } from '../../model/hot-functions.js';
import { type InFlightRow, inFlightFilter, inFlightRows, sortInFlight } from '../../model/in-flight-table.js';
import type { ListName } from '../lists-state.js';
import type { UiState } from '../state.js';
import { momentWallMs } from './moment.js';

/** What was in flight at the moment that is shown; `undefined` when it was not asked by then. */
export function inFlightShown(state: UiState): InFlightReport | undefined {
  const wallMs = momentWallMs(state);
  return state.inspection.inFlight.findLast(({ capturedWallMs }) => wallMs === undefined || capturedWallMs <= wallMs);
}

/** Of what is in flight, those that the filter chose, in order. */
export function chosenInFlight(state: UiState): readonly InFlightRow[] {
  const report = inFlightShown(state);
  if (report === undefined) return [];
  const { filter, sort, isInverted } = state.lists.inFlight;
  const all = inFlightRows(report);
  const chosen = filter === '' ? all : all.filter(inFlightFilter(filter));
  return sort === undefined ? chosen : sortInFlight(chosen, sort, isInverted);
}

/** Of the functions that were met, those that the filter chose, in order. */
export function chosenHot(state: UiState): readonly HotFunction[] {
  const { filter, sort, isInverted } = state.lists.hot;
  const all = hotFunctions(state.inspection.hot, state.inspection.hotThread);
  const chosen = filter === '' ? all : all.filter(hotFilter(filter));
  return sort === undefined ? chosen : sortHot(chosen, sort, isInverted);
}

/** How many lines of a list the filter chose, and of how many. */
export function countChosen(state: UiState, list: ListName): { readonly shown: number; readonly all: number } {
  switch (list) {
    case 'processes':
      return { shown: state.processes.length, all: state.processCount };
    case 'metrics':
      return { shown: state.metrics.length, all: state.metricCount };
    case 'inFlight': {
      const report = inFlightShown(state);
      const all = report === undefined ? 0 : report.operations.length + (report.handles?.handles.length ?? 0);
      return { shown: chosenInFlight(state).length, all };
    }
    default:
      return {
        shown: chosenHot(state).length,
        all: hotFunctions(state.inspection.hot, state.inspection.hotThread).length,
      };
  }
}
