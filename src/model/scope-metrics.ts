import { type GroupAggregator, groupGraph, groupMetricRows, isAlwaysZeroInGroup } from './group-metrics.js';
import type { History } from './history.js';
import { graphOf, isAlwaysZero, type MetricGraph, type MetricRow, metricRow, metricRows } from './metric-table.js';
import { parseScope } from './scope.js';

/** The metrics of what a key stands for: of a process, of one of its threads, or of a program's processes as one. */
export function scopeMetrics(
  history: History,
  key: string,
  aggregator: GroupAggregator,
  averageSinceMs: number,
): readonly MetricRow[] {
  const scope = parseScope(key);
  if (scope.type === 'group') return groupMetricRows(history, scope.application, aggregator, averageSinceMs);
  const rows = metricRows(history, scope.processKey, averageSinceMs);
  return scope.type === 'process' ? rows : rows.filter(({ tid }) => tid === scope.tid);
}

/** One metric of what a key stands for; `undefined` when there is no such metric. */
export function scopeMetric(
  history: History,
  key: string,
  metricKey: string,
  aggregator: GroupAggregator,
): MetricRow | undefined {
  const scope = parseScope(key);
  if (scope.type !== 'group') return metricRow(history, scope.processKey, metricKey);
  return groupMetricRows(history, scope.application, aggregator).find((row) => row.key === metricKey);
}

/** What a graph of it shows; `undefined` when there is no such number. */
export function scopeGraph(
  history: History,
  key: string,
  metricKey: string,
  aggregator: GroupAggregator,
): MetricGraph | undefined {
  const scope = parseScope(key);
  if (scope.type === 'group') return groupGraph(history, scope.application, metricKey, aggregator);
  return graphOf(history, scope.processKey, metricKey);
}

/** Whether it was never other than zero. */
export function isScopeAlwaysZero(history: History, key: string, row: MetricRow): boolean {
  const scope = parseScope(key);
  if (scope.type === 'group') return isAlwaysZeroInGroup(history, scope.application, row);
  return isAlwaysZero(history, scope.processKey, row);
}
