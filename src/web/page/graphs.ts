import type { GraphSpec } from '../messages.js';
import { connect } from './connection.js';
import { loadSeries } from './series.js';
import type { Graph } from './state.js';
import { change, getState } from './store.js';
import { isSameSubject, queryOf } from './subjects.js';

/** Graphs a metric from this moment on, with what is known of before; or takes its graph away. */
export function toggleGraph(spec: GraphSpec): void {
  const { graphs } = getState();
  const known = findGraph(graphs, spec);
  if (known !== undefined) closeGraph(known.id);
  else openGraphs([spec]);
}

/** The graph of a metric, where there is one. */
export function findGraph(graphs: readonly Graph[], spec: GraphSpec): Graph | undefined {
  return graphs.find((graph) => isSameSubject(graph.spec, spec) && graph.spec.metric === spec.metric);
}

/** Takes a graph away. */
export function closeGraph(id: string): void {
  change({ graphs: getState().graphs.filter((graph) => graph.id !== id) });
  connect();
}

/** Shows these graphs besides those that there are, or in their place. */
export function openGraphs(specs: readonly GraphSpec[], isInPlace = false): void {
  const clickedMs = getState().fleet?.wallMs ?? Date.now();
  const made = specs.map((spec) => ({ id: queryOf(spec), spec, clickedMs, series: undefined, reason: undefined }));
  change({ graphs: [...(isInPlace ? [] : getState().graphs), ...made], pane: 'graphs' });
  connect();
  for (const graph of made) void loadSeries(graph);
}
