import { METRIC_COLUMNS, type MetricColumn, PROCESS_COLUMNS, type ProcessColumn } from '../../model/row-order.js';
import type { ListName, ListView, UiState } from '../state.js';
import { refreshRows } from './rows.js';

/** The list that the keyboard is in, or was in last: that of the metrics unless it is that of the processes. */
export function listOf({ focus }: UiState): ListName {
  return focus === 'processes' ? 'processes' : 'metrics';
}

/** Sorts by the next column, and after the last one not at all. */
export function sortByNext(state: UiState): UiState {
  const list = listOf(state);
  const columns: readonly string[] = list === 'processes' ? PROCESS_COLUMNS : METRIC_COLUMNS;
  const { sort } = state.lists[list];
  const next = columns[sort === undefined ? 0 : columns.indexOf(sort) + 1];
  return changeList(state, list, { sort: next, isInverted: false });
}

/** Sorts by a column; by the one that it is sorted by already, the other way round. */
export function sortByColumn(state: UiState, list: ListName, column: MetricColumn | ProcessColumn): UiState {
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
