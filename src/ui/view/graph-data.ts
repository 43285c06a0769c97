import { chooseAggregator } from '../../model/aggregation.js';
import { groupOf, livingOf } from '../../model/groups.js';
import type { MetricGraph, MetricRow } from '../../model/metric-table.js';
import { parseScope } from '../../model/scope.js';
import { scopeGraph, scopeMetric } from '../../model/scope-metrics.js';
import type { Graph } from '../graph-view.js';
import type { UiState } from '../state.js';
import { unitNoun } from './value-text.js';

/** A metric with what its graph shows. */
export interface GraphData {
  readonly graph: Graph;
  readonly metric: MetricRow | undefined;
  readonly data: MetricGraph;
  /** `api (pid 4121)`, `avg of api ×4`. */
  readonly owner: string;
}

/** A graph's metric and points at the moment that is shown; none when they are gone. */
export function graphData(state: UiState, graph: Graph): GraphData {
  const { history, tree } = state;
  const metric = scopeMetric(history, graph.processKey, graph.metricKey, tree.aggregator);
  const data = scopeGraph(history, graph.processKey, graph.metricKey, tree.aggregator);
  return { graph, metric, data: data ?? { series: [], rate: undefined }, owner: ownerOf(state, graph, metric) };
}

function ownerOf({ history, tree }: UiState, { processKey }: Graph, metric: MetricRow | undefined): string {
  const scope = parseScope(processKey);
  if (scope.type !== 'group') {
    const latest = history.processes.get(scope.processKey)?.latest;
    return latest === undefined ? 'gone' : `${latest.name} (pid ${latest.target.pid})`;
  }
  const group = groupOf(history, scope.group);
  const how =
    metric === undefined || metric.quantiles !== undefined ? '' : `${chooseAggregator(tree.aggregator)(metric)} of `;
  return `${how}${scope.group} ×${group === undefined ? 0 : livingOf(group).length}`;
}

/** The letter of a graph among several. */
export function graphLetter(index: number): string {
  return String.fromCharCode('a'.charCodeAt(0) + (index % 26));
}

/** A metric's label with what is drawn of it: `http.requests (requests/s)`. */
export function graphName({ graph, metric }: GraphData): string {
  const label = metric?.label ?? graph.metricKey;
  if (metric === undefined) return label;
  const noun = unitNoun(metric.unit);
  if (metric.quantiles !== undefined) return `${label} p50 p90 p99${noun === '' ? '' : ` (${noun})`}`;
  if (metric.kind === 'counter' || metric.kind === 'meter') {
    return noun === '' ? `${label} per second` : `${label} (${noun}/s)`;
  }
  return noun === '' ? label : `${label} (${noun})`;
}
