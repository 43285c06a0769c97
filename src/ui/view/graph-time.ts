import type { Point } from '../../model/series.js';
import type { ChartColumn } from '../draw/chart.js';
import type { UiState } from '../state.js';
import { layoutScreen } from './layout.js';

/** The columns of a graph that are no plot: the frame, and the value axis with its labels. */
export const AXIS_LABEL_COLUMNS = 8;
export const AXIS_COLUMNS = AXIS_LABEL_COLUMNS + 3;
const FRAME_COLUMNS = 2;

/** The time that all graphs show; monotonic, as the samples' `atMs`. */
export interface GraphTime {
  /** Of the first column. */
  readonly startMs: number;
  /** Of the last column that could have a value. */
  readonly endMs: number;
  readonly columnMs: number;
  readonly columns: number;
}

/**
 * What part of time the graphs show: from the moment at which the first of them was asked for, until they are full,
 * and then the last that fits; or what zoom and scrolling have chosen, with what was before.
 */
export function graphTime(state: UiState): GraphTime {
  const { graphView, graphs, history, size } = state;
  const width = layoutScreen(state).graphs[0]?.width ?? size.columns;
  const columns = Math.max(1, width - FRAME_COLUMNS - AXIS_COLUMNS);
  const nowMs = history.atMs ?? 0;
  const columnMs = graphView.columnMs ?? state.intervalMs;
  const endMs = Math.min(nowMs, graphView.endMs ?? nowMs);
  const sinceMs = graphs.reduce((least, graph) => Math.min(least, graph.sinceMs), nowMs);
  const firstMs = endMs - (columns - 1) * columnMs;
  const isGrowing = graphView.columnMs === undefined && graphView.endMs === undefined && firstMs < sinceMs;
  // On a grid, so that what is in a column stays in one as time goes on.
  const startMs = isGrowing ? sinceMs : sinceMs + Math.ceil((firstMs - sinceMs) / columnMs - 1e-6) * columnMs;
  return { startMs, endMs, columnMs, columns };
}

/**
 * The points as columns of time. A column with several shows the greatest; one with none, between two samples, the last.
 *
 * @param holdMs For so long a value counts where no sample was taken: longer is a gap.
 */
export function resample(
  points: readonly Point[],
  { startMs, columnMs, columns }: Omit<GraphTime, 'endMs'>,
  holdMs: number,
): readonly ChartColumn[] {
  const slots = Array.from({ length: columns }, () => ({ points: [] as Point[] }));
  let before: Point | undefined;
  for (const point of points) {
    const index = Math.round((point.atMs - startMs) / columnMs);
    if (index < 0) before = point;
    else slots[index]?.points.push(point);
  }
  const lastMs = points.at(-1)?.atMs ?? 0;
  return slots.map(({ points: here }, index) => {
    const atMs = startMs + index * columnMs;
    if (here.length > 0) {
      before = here.at(-1);
      const known = here.flatMap(({ value }) => value ?? []);
      const value = known.length === 0 ? undefined : known.reduce((most, one) => Math.max(most, one));
      return { value, isRestart: here.some(({ isRestart }) => isRestart) };
    }
    const isHeld = before !== undefined && atMs <= lastMs && atMs - before.atMs <= holdMs;
    return { value: isHeld ? before?.value : undefined, isRestart: false };
  });
}

/** The wall-clock time of a monotonic one. */
export function wallOf({ history }: UiState, atMs: number): number {
  return (history.wallMs ?? 0) + atMs - (history.atMs ?? 0);
}
