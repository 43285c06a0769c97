import type { Graph, UiState } from '../state.js';

/** Begins a graph of the selected metric with the last sample, or takes it away. */
export function toggleGraph(state: UiState): UiState {
  const { processKey, metricKey } = state;
  const metric = state.metrics.find(({ key }) => key === metricKey);
  if (processKey === undefined || metric === undefined) return { ...state, notice: 'no metric is selected' };
  if (typeof metric.value === 'string')
    return { ...state, notice: `${metric.label} is a text: there is no graph of it` };
  const isSame = (graph: Graph): boolean => graph.processKey === processKey && graph.metricKey === metric.key;
  if (state.graphs.some(isSame)) return { ...state, graphs: state.graphs.filter((graph) => !isSame(graph)) };
  const graph = { processKey, metricKey: metric.key, sinceMs: state.history.atMs ?? 0 };
  return { ...state, graphs: [graph, ...state.graphs] };
}
