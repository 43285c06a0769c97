import { applicationOf } from '../../model/groups.js';
import { orderMetrics } from '../../model/metric-order.js';
import type { MetricRow } from '../../model/metric-table.js';
import { type ProcessRow, processRows } from '../../model/process-table.js';
import { type TreeLine, treeLines } from '../../model/process-tree.js';
import { metricFilter, processFilter } from '../../model/row-filter.js';
import { sortMetrics, sortProcesses } from '../../model/row-order.js';
import { groupKey, parseScope } from '../../model/scope.js';
import { isScopeAlwaysZero, scopeMetrics } from '../../model/scope-metrics.js';
import { threadsOf } from '../../model/threads.js';
import { isShownAt } from '../../model/verbosity.js';
import { warningsOf } from '../../model/warnings.js';
import type { UiState } from '../state.js';

/** The state with the lines of both lists as its history, filters and sort orders have them; the selection stays. */
export function refreshRows(state: UiState): UiState {
  const all = processRows(state.history);
  const { sort, isInverted, filter } = state.lists.processes;
  const chosen = filter === '' ? all : all.filter(processFilter(filter));
  const processes = sort === undefined ? chosen : sortProcesses(chosen, sort, isInverted);
  const rows = { all, chosen };
  const open = openedForSelection(state, rows);
  const lines = linesOf(state, rows, open);
  const warnings = state.history === state.warnedHistory ? state.warnings : warningsOf(state.history);
  const tree = { ...state.tree, open, lines };
  const refreshed = { ...state, processes, tree, processCount: all.length, warnings, warnedHistory: state.history };
  return selectLine(refreshed, keptLine(state, lines));
}

/** The state with this line selected and its metrics beside it. */
export function selectLine(state: UiState, line: TreeLine | undefined): UiState {
  const all =
    line === undefined ? [] : scopeMetrics(state.history, line.key, state.tree.aggregator, state.averageSinceMs);
  const atLevel = all.filter(({ label }) => isShownAt(label, state.verbosity));
  const metrics = line === undefined ? [] : chosenMetrics(state, line.key, atLevel);
  const isKept = metrics.some(({ key }) => key === state.metricKey);
  const metricKey = isKept ? state.metricKey : metrics[0]?.key;
  const isOther = line?.key !== state.processKey;
  const scroll = isOther && !isKept ? { ...state.scroll, metrics: 0 } : state.scroll;
  // It was asked of the other, which has gone, or of one that has got the agent meanwhile.
  const isAnswered = line?.process.key !== state.question?.processKey || line?.process.hasAgent === true;
  const question = isAnswered ? undefined : state.question;
  const counts = { metricCount: all.length, hiddenCount: all.length - atLevel.length };
  return { ...state, processKey: line?.key, metrics, ...counts, metricKey, scroll, question };
}

interface Rows {
  readonly all: readonly ProcessRow[];
  readonly chosen: readonly ProcessRow[];
}

function linesOf({ tree, lists, history }: UiState, { all, chosen }: Rows, open: ReadonlySet<string>) {
  const { sort, isInverted } = lists.processes;
  const threads = (row: ProcessRow) => threadsOf(history.processes.get(row.key));
  return treeLines(all, chosen, { isFlat: tree.isFlat, open, sort, isInverted, threadsOf: threads });
}

// One that was seen does not vanish in a closed group because its program has been started once more.
function openedForSelection(state: UiState, { all, chosen }: Rows): ReadonlySet<string> {
  const { open, lines, isFlat } = state.tree;
  const selected = lines.find(({ key }) => key === state.processKey);
  if (isFlat || selected === undefined || selected.type === 'group') return open;
  const application = applicationOf(selected.process.name);
  const isThere = chosen.some(({ key }) => key === selected.process.key);
  const isInGroup = all.filter(({ name }) => applicationOf(name) === application).length > 1;
  return isThere && isInGroup && !open.has(groupKey(application)) ? new Set([...open, groupKey(application)]) : open;
}

function chosenMetrics(state: UiState, scope: string, all: readonly MetricRow[]): readonly MetricRow[] {
  const { sort, isInverted, filter } = state.lists.metrics;
  const isChosen = metricFilter(filter);
  const named = filter === '' ? all : all.filter(({ label }) => isChosen(label));
  const shown = state.areZerosHidden ? named.filter((row) => !isScopeAlwaysZero(state.history, scope, row)) : named;
  return sort === undefined ? orderMetrics(shown) : sortMetrics(shown, sort, isInverted);
}

function keptLine({ tree, processKey }: UiState, lines: readonly TreeLine[]): TreeLine | undefined {
  const kept = lines.find(({ key }) => key === processKey) ?? (processKey && lines.find(isInPlaceOf(processKey)));
  if (kept) return kept;
  const index = tree.lines.findIndex(({ key }) => key === processKey);
  return lines[Math.min(Math.max(0, index), lines.length - 1)];
}

/** A thread's process, or what is left of a group. */
function isInPlaceOf(gone: string): (line: TreeLine) => boolean {
  const scope = parseScope(gone);
  if (scope.type === 'group') return ({ process }) => applicationOf(process.name) === scope.group;
  return ({ key }) => key === scope.processKey;
}
