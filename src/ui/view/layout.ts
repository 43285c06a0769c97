import type { UiState } from '../state.js';

/** A part of the screen; columns and rows count from 0. */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where everything stands: what is drawn, and what a click is held against. */
export interface ScreenLayout {
  readonly isTooSmall: boolean;
  /** The process list is one line of names instead of a pane. */
  readonly isNarrow: boolean;
  readonly status: Rect;
  readonly processes: Rect;
  readonly metrics: Rect;
  /** Top to bottom, one for each graph that fits. */
  readonly graphs: readonly Rect[];
  readonly stack: Rect | undefined;
  readonly help: Rect;
  readonly description: Rect;
  readonly keyBar: Rect;
}

export const MIN_COLUMNS = 80;
export const MIN_ROWS = 20;

const WIDE_COLUMNS = 100;
const MIN_GRAPH_ROWS = 9;
const MIN_METRICS_ROWS = 6;

/** Divides the screen by its size and by what is open. */
export function layoutScreen(state: Pick<UiState, 'size' | 'graphs' | 'stack'>): ScreenLayout {
  const { columns, rows } = state.size;
  const isNarrow = columns < WIDE_COLUMNS;
  const line = (top: number): Rect => ({ left: 0, top, width: columns, height: 1 });
  const bodyTop = isNarrow ? 2 : 1;
  const body = { left: 0, top: bodyTop, width: columns, height: Math.max(0, rows - bodyTop - 2) };
  const listWidth = isNarrow ? 0 : Math.min(46, Math.max(34, Math.floor(columns * 0.28)));
  const right = { ...body, left: listWidth, width: columns - listWidth };
  const lowerHeight = heightBelow(state, right.height);
  const lower = { ...right, top: right.top + right.height - lowerHeight, height: lowerHeight };
  return {
    isTooSmall: columns < MIN_COLUMNS || rows < MIN_ROWS,
    isNarrow,
    status: line(0),
    processes: isNarrow ? line(1) : { ...body, width: listWidth },
    metrics: { ...right, height: right.height - lowerHeight },
    graphs: state.stack === undefined && lowerHeight > 0 ? stackRects(lower, state.graphs.length) : [],
    stack: state.stack === undefined ? undefined : lower,
    help: { left: 0, top: 1, width: columns, height: Math.max(0, rows - 3) },
    description: line(rows - 2),
    keyBar: line(rows - 1),
  };
}

/** Whether a place on the screen lies in the part. */
export function isInside(rect: Rect, column: number, row: number): boolean {
  const { left, top, width, height } = rect;
  return column >= left && column < left + width && row >= top && row < top + height;
}

function heightBelow(state: Pick<UiState, 'graphs' | 'stack'>, height: number): number {
  const most = height - MIN_METRICS_ROWS;
  if (state.stack !== undefined) return Math.min(most, Math.floor(height * 0.66));
  if (state.graphs.length === 0) return 0;
  // A graph more is worth more than metrics, but only where it fits.
  const half = Math.floor(height * 0.5);
  const large = Math.floor(height * 0.66);
  const isMoreShown = graphsIn(large, state.graphs.length) > graphsIn(half, state.graphs.length);
  return Math.min(most, Math.max(MIN_GRAPH_ROWS, isMoreShown ? large : half));
}

function graphsIn(height: number, wanted: number): number {
  return Math.max(1, Math.min(wanted, Math.floor(height / MIN_GRAPH_ROWS)));
}

function stackRects(area: Rect, wanted: number): readonly Rect[] {
  const count = graphsIn(area.height, wanted);
  return Array.from({ length: count }, (_, index) => {
    const top = area.top + Math.floor((area.height * index) / count);
    const bottom = area.top + Math.floor((area.height * (index + 1)) / count);
    return { ...area, top, height: bottom - top };
  });
}
