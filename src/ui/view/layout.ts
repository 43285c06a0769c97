import { isInspectionTab } from '../inspection.js';
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
  /** In the same place, when one of the tabs beside the stack dump is open. */
  readonly inspection: Rect | undefined;
  readonly log: Rect | undefined;
  readonly help: Rect;
  readonly description: Rect;
  readonly keyBar: Rect;
}

export const MIN_COLUMNS = 80;
export const MIN_ROWS = 20;

const WIDE_COLUMNS = 100;
const MIN_GRAPH_ROWS = 9;
const MIN_METRICS_ROWS = 6;
const MIN_LOG_ROWS = 7;

const NOWHERE: Rect = { left: 0, top: 0, width: 0, height: 0 };

type LayoutState = Pick<
  UiState,
  'size' | 'graphs' | 'graphView' | 'stack' | 'inspection' | 'isLogOpen' | 'isExpanded' | 'focus' | 'layout'
>;

/** Divides the screen by its size and by what is open. */
export function layoutScreen(state: LayoutState): ScreenLayout {
  const { columns, rows } = state.size;
  const isOneLine = columns < WIDE_COLUMNS && !(state.isExpanded && state.focus === 'processes');
  const line = (top: number): Rect => ({ left: 0, top, width: columns, height: 1 });
  const bodyTop = isOneLine ? 2 : 1;
  const body = { left: 0, top: bodyTop, width: columns, height: Math.max(0, rows - bodyTop - 2) };
  return {
    isTooSmall: columns < MIN_COLUMNS || rows < MIN_ROWS,
    isNarrow: isOneLine,
    status: line(0),
    ...(state.isExpanded ? expandedPanes(state, body) : panesBeside(state, body)),
    ...(isOneLine ? { processes: line(1) } : {}),
    help: { left: 0, top: 1, width: columns, height: Math.max(0, rows - 3) },
    description: line(rows - 2),
    keyBar: line(rows - 1),
  };
}

type PaneRects = Pick<ScreenLayout, 'processes' | 'metrics' | 'graphs' | 'stack' | 'inspection' | 'log'>;

function panesBeside(state: LayoutState, body: Rect): PaneRects {
  const isNarrow = body.width < WIDE_COLUMNS;
  const wanted = state.layout.listColumns || Math.min(46, Math.floor(body.width * 0.28));
  const listWidth = isNarrow ? 0 : Math.min(Math.max(34, wanted), Math.floor(body.width / 2));
  const right = { ...body, left: listWidth, width: body.width - listWidth };
  const lowerHeight = heightBelow(state, right.height);
  const lower = { ...right, top: right.top + right.height - lowerHeight, height: lowerHeight };
  const isTabShown = state.inspection.tab !== undefined;
  const isStackShown = state.stack !== undefined && !isTabShown;
  const isLogShown = !isStackShown && !isTabShown && state.isLogOpen;
  const areGraphsShown = !isStackShown && !isTabShown && !isLogShown && lowerHeight > 0;
  return {
    processes: { ...body, width: listWidth },
    metrics: { ...right, height: right.height - lowerHeight },
    graphs: areGraphsShown ? stackRects(lower, graphFrames(state)) : [],
    stack: isStackShown ? lower : undefined,
    inspection: isTabShown ? lower : undefined,
    log: isLogShown ? lower : undefined,
  };
}

function expandedPanes(state: LayoutState, body: Rect): PaneRects {
  const { focus } = state;
  return {
    processes: focus === 'processes' ? body : NOWHERE,
    metrics: focus === 'metrics' ? body : NOWHERE,
    graphs: focus === 'graphs' ? stackRects(body, graphFrames(state)) : [],
    stack: focus === 'stack' ? body : undefined,
    inspection: isInspectionTab(focus) ? body : undefined,
    log: focus === 'log' ? body : undefined,
  };
}

function graphFrames({ graphs, graphView }: LayoutState): number {
  return graphView.isOverlaid ? Math.min(1, graphs.length) : graphs.length;
}

/** Whether a place on the screen lies in the part. */
export function isInside(rect: Rect, column: number, row: number): boolean {
  const { left, top, width, height } = rect;
  return column >= left && column < left + width && row >= top && row < top + height;
}

function heightBelow(state: LayoutState, height: number): number {
  const most = height - MIN_METRICS_ROWS;
  const wanted = graphFrames(state);
  if (state.stack !== undefined || state.inspection.tab !== undefined) return Math.min(most, Math.floor(height * 0.66));
  if (state.isLogOpen) return Math.min(most, Math.max(MIN_LOG_ROWS, Math.floor(height * 0.4)));
  if (wanted === 0) return 0;
  // A graph more is worth more than metrics, but only where it fits.
  const half = Math.floor(height * state.layout.graphShare);
  const large = Math.floor(height * 0.66);
  const isMoreShown = graphsIn(large, wanted) > graphsIn(half, wanted);
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
