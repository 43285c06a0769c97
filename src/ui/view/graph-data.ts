import { graphOf, type MetricGraph, type MetricRow, metricRow } from '../../model/metric-table.js';
import type { Graph, UiState } from '../state.js';
import { unitNoun } from './value-text.js';

/** A metric with what its graph shows. */
export interface GraphData {
  readonly graph: Graph;
  readonly metric: MetricRow | undefined;
  readonly data: MetricGraph;
  /** `api (pid 4121)`. */
  readonly owner: string;
}

/** A graph's metric and points at the moment that is shown; none when they are gone. */
export function graphData(state: UiState, graph: Graph): GraphData {
  const metric = metricRow(state.history, graph.processKey, graph.metricKey);
  const data = graphOf(state.history, graph.processKey, graph.metricKey) ?? { series: [], rate: undefined };
  const latest = state.history.processes.get(graph.processKey)?.latest;
  const owner = latest === undefined ? 'gone' : `${latest.name} (pid ${latest.target.pid})`;
  return { graph, metric, data, owner };
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
