import { HOT_COLUMNS } from '../../model/hot-functions.js';
import { IN_FLIGHT_COLUMNS } from '../../model/in-flight-table.js';
import { METRIC_COLUMNS, PROCESS_COLUMNS } from '../../model/row-order.js';
import type { ListName, ListView } from '../lists-state.js';
import type { UiState } from '../state.js';
import { refreshRows } from './rows.js';

const COLUMNS: Readonly<Record<ListName, readonly string[]>> = {
  processes: PROCESS_COLUMNS,
  metrics: METRIC_COLUMNS,
  inFlight: IN_FLIGHT_COLUMNS,
  hot: HOT_COLUMNS,
};

/** The list that the keyboard is in; that of the metrics where the pane is none. */
export function listOf({ focus }: UiState): ListName {
  return focus === 'processes' || focus === 'inFlight' || focus === 'hot' ? focus : 'metrics';
}

/** Sorts by the next column, and after the last one not at all. */
export function sortByNext(state: UiState): UiState {
  const list = listOf(state);
  const columns = COLUMNS[list];
  const { sort } = state.lists[list];
  const next = columns[sort === undefined ? 0 : columns.indexOf(sort) + 1];
  return changeList(state, list, { sort: next, isInverted: false });
}

/** Sorts by a column; by the one that it is sorted by already, the other way round. */
export function sortByColumn(state: UiState, list: ListName, column: string): UiState {
  const { sort, isInverted } = state.lists[list];
  return changeList(state, list, { sort: column, isInverted: sort === column && !isInverted });
}

/** Turns the order round; one that is not sorted is sorted by its first column. */
export function invertSort(state: UiState): UiState {
  const list = listOf(state);
  const { sort, isInverted } = state.lists[list];
  return sort === undefined ? sortByNext(state) : changeList(state, list, { isInverted: !isInverted });
}

/** Changes what a list shows. */
export function changeList(state: UiState, list: ListName, change: Partial<ListView<string>>): UiState {
  const lists = { ...state.lists, [list]: { ...state.lists[list], ...change } };
  return refreshRows({ ...state, lists });
}
