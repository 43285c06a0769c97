import { orderMetrics } from '../../model/metric-order.js';
import type { MetricRow } from '../../model/metric-table.js';
import { isAlwaysZero, metricRows } from '../../model/metric-table.js';
import { type ProcessRow, processRows } from '../../model/process-table.js';
import { metricFilter, processFilter } from '../../model/row-filter.js';
import { sortMetrics, sortProcesses } from '../../model/row-order.js';
import { warningsOf } from '../../model/warnings.js';
import type { UiState } from '../state.js';

/** The state with the lines of both lists as its history, filters and sort orders have them; the selection stays. */
export function refreshRows(state: UiState): UiState {
  const all = processRows(state.history);
  const processes = chosenProcesses(state, all);
  const process = keptProcess(state, processes);
  const warnings = state.history === state.warnedHistory ? state.warnings : warningsOf(state.history);
  const refreshed = { ...state, processes, processCount: all.length, warnings, warnedHistory: state.history };
  return selectProcess(refreshed, process);
}

/** The state with this process selected and its metrics beside it. */
export function selectProcess(state: UiState, process: ProcessRow | undefined): UiState {
  const all = process === undefined ? [] : metricRows(state.history, process.key, state.averageSinceMs);
  const metrics = process === undefined ? [] : chosenMetrics(state, process.key, all);
  const isKept = metrics.some(({ key }) => key === state.metricKey);
  const metricKey = isKept ? state.metricKey : metrics[0]?.key;
  const isOther = process?.key !== state.processKey;
  const scroll = isOther && !isKept ? { ...state.scroll, metrics: 0 } : state.scroll;
  // It was asked of the other, which has gone, or of one that has got the agent meanwhile.
  const question = isOther || process?.hasAgent === true ? undefined : state.question;
  return { ...state, processKey: process?.key, metrics, metricCount: all.length, metricKey, scroll, question };
}

function chosenProcesses({ lists }: UiState, all: readonly ProcessRow[]): readonly ProcessRow[] {
  const { sort, isInverted, filter } = lists.processes;
  const chosen = filter === '' ? all : all.filter(processFilter(filter));
  return sort === undefined ? chosen : sortProcesses(chosen, sort, isInverted);
}

function chosenMetrics(state: UiState, processKey: string, all: readonly MetricRow[]): readonly MetricRow[] {
  const { sort, isInverted, filter } = state.lists.metrics;
  const isChosen = metricFilter(filter);
  const named = filter === '' ? all : all.filter(({ label }) => isChosen(label));
  const shown = state.areZerosHidden ? named.filter((row) => !isAlwaysZero(state.history, processKey, row)) : named;
  return sort === undefined ? orderMetrics(shown) : sortMetrics(shown, sort, isInverted);
}

function keptProcess(state: UiState, processes: readonly ProcessRow[]): ProcessRow | undefined {
  const kept = processes.find(({ key }) => key === state.processKey);
  if (kept !== undefined) return kept;
  const index = state.processes.findIndex(({ key }) => key === state.processKey);
  return processes[Math.min(Math.max(0, index), processes.length - 1)];
}
