import type { Graph, ValueRange } from '../graph-view.js';
import type { UiState } from '../state.js';
import { graphData } from './graph-data.js';
import { graphTime } from './graph-time.js';

/** The least and the greatest value of a graph in the time that it shows; `undefined` while there is none. */
export function visibleRange(state: UiState, graph: Graph): ValueRange | undefined {
  const { startMs, endMs, columnMs } = graphTime(state);
  const known = graphData(state, graph)
    .data.series.flatMap(({ points }) => points)
    .flatMap(({ atMs, value }) =>
      atMs >= startMs - columnMs / 2 && atMs <= endMs + columnMs / 2 ? (value ?? []) : [],
    );
  if (known.length === 0) return undefined;
  return { least: known.reduce((a, b) => Math.min(a, b)), greatest: known.reduce((a, b) => Math.max(a, b)) };
}
