import type { PointsMessage, SeriesMessage, WirePoint } from '../messages.js';
import type { Graph } from './state.js';
import { change, getState } from './store.js';
import { queryOf } from './subjects.js';

const KEEP_MS = 15 * 60_000;

/** Fetches the past of a graph; the stream has its future. */
export async function loadSeries({ id, spec }: Graph): Promise<void> {
  try {
    const response = await fetch(`/series?${queryOf(spec)}`);
    // Our own server's answer, of the type that messages.ts gives it.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const answer = (await response.json()) as SeriesMessage & { readonly error?: string };
    if (response.ok) update(id, { series: answer, reason: undefined });
    else update(id, { reason: answer.error ?? `status ${response.status}` });
  } catch {
    update(id, { reason: 'no answer: the connection is lost' });
  }
}

/** Takes the points of one second in. */
export function appendPoints(ids: readonly string[], { graphs: news }: PointsMessage): void {
  const graphs = getState().graphs.map((graph) => {
    const added = news[ids.indexOf(graph.id)];
    const { series } = graph;
    if (added === undefined || added === null || series === undefined) return graph;
    const lastMs = series.points.at(-1)?.[0] ?? 0;
    const points = [...series.points, ...added.points.filter(([wallMs]) => wallMs > lastMs)];
    const restarts = [...new Set([...series.restarts, ...added.restarts])];
    return { ...graph, series: { ...series, points: recentOnly(points), restarts } };
  });
  change({ graphs });
}

function recentOnly(points: readonly WirePoint[]): readonly WirePoint[] {
  const oldestMs = (points.at(-1)?.[0] ?? 0) - KEEP_MS;
  const first = points.findIndex(([wallMs]) => wallMs >= oldestMs);
  return first > 0 ? points.slice(first) : points;
}

function update(id: string, part: Partial<Graph>): void {
  change({ graphs: getState().graphs.map((graph) => (graph.id === id ? { ...graph, ...part } : graph)) });
}
