import type { Aggregator } from './aggregate.js';
import { chooseAggregator } from './aggregation.js';
import { groupGraph, groupMetricRows, isAlwaysZeroInGroup } from './group-metrics.js';
import { groupOf } from './groups.js';
import type { History } from './history.js';
import { graphOf, isAlwaysZero, type MetricGraph, type MetricRow, metricRow, metricRows } from './metric-table.js';
import { parseScope } from './scope.js';

/** The metrics of what a key stands for: of a process, of one of its threads, or of a program's processes as one. */
export function scopeMetrics(
  history: History,
  key: string,
  aggregator: Aggregator | undefined,
  averageSinceMs: number,
): readonly MetricRow[] {
  const scope = parseScope(key);
  if (scope.type === 'group') return groupRows(history, scope.group, aggregator, averageSinceMs);
  const rows = metricRows(history, scope.processKey, averageSinceMs);
  return scope.type === 'process' ? rows : rows.filter(({ tid }) => tid === scope.tid);
}

/** One metric of what a key stands for; `undefined` when there is no such metric. */
export function scopeMetric(
  history: History,
  key: string,
  metricKey: string,
  aggregator: Aggregator | undefined,
): MetricRow | undefined {
  const scope = parseScope(key);
  if (scope.type !== 'group') return metricRow(history, scope.processKey, metricKey);
  return groupRows(history, scope.group, aggregator, 0).find((row) => row.key === metricKey);
}

/** What a graph of it shows; `undefined` when there is no such number. */
export function scopeGraph(
  history: History,
  key: string,
  metricKey: string,
  aggregator: Aggregator | undefined,
): MetricGraph | undefined {
  const scope = parseScope(key);
  if (scope.type !== 'group') return graphOf(history, scope.processKey, metricKey);
  const group = groupOf(history, scope.group);
  return group && groupGraph(group, metricKey, chooseAggregator(aggregator));
}

/** Whether it was never other than zero. */
export function isScopeAlwaysZero(history: History, key: string, row: MetricRow): boolean {
  const scope = parseScope(key);
  if (scope.type !== 'group') return isAlwaysZero(history, scope.processKey, row);
  const group = groupOf(history, scope.group);
  return group === undefined || isAlwaysZeroInGroup(group, row);
}

function groupRows(
  history: History,
  name: string,
  aggregator: Aggregator | undefined,
  averageSinceMs: number,
): readonly MetricRow[] {
  const key = `${aggregator} ${averageSinceMs} ${name}`;
  const tables = remembered.get(history) ?? new Map<string, readonly MetricRow[]>();
  remembered.set(history, tables);
  const known = tables.get(key);
  if (known !== undefined) return known;
  const group = groupOf(history, name);
  const rows = group === undefined ? [] : groupMetricRows(group, chooseAggregator(aggregator), averageSinceMs);
  tables.set(key, rows);
  return rows;
}

// Every key that changes what is shown of a list asks for them again.
const remembered = new WeakMap<History, Map<string, readonly MetricRow[]>>();
