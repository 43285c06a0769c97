import { drawTimeAxis, drawValueAxis } from '../draw/axis.js';
import { type ChartScale, chartScale } from '../draw/chart-scale.js';
import { drawPlot, type PlotCell, type PlotLine, pointsPerColumn } from '../draw/plot.js';
import { tickText } from '../draw/tick-text.js';
import type { Graph } from '../graph-view.js';
import type { UiState } from '../state.js';
import { type GraphData, graphData, graphLetter, graphName } from './graph-data.js';
import { graphFigures } from './graph-figures.js';
import { AXIS_COLUMNS, AXIS_LABEL_COLUMNS, type GraphTime, graphTime, resample, wallOf } from './graph-time.js';
import type { Rect } from './layout.js';
import { type Look, type PaneView, SERIES_LOOKS, type Span, type StyledLine, span, styledLine } from './styled-line.js';

/** Rows of the pane that are not plot: the frame, the time axis, the figures. */
const EXTRA_ROWS = 3;

// A sample that comes a little late is not a gap; one that was left out is.
const HOLD_INTERVALS = 1.6;

/** One graph as a pane: its plot, its axes and figures. */
export function viewGraph(state: UiState, graph: Graph, rect: Rect, hiddenCount: number): PaneView {
  const shown = graphData(state, graph);
  return {
    title: `GRAPH  ${graphName(shown)} · ${shown.owner}`,
    note: hiddenCount > 0 ? `${hiddenCount} more` : frameNote(state),
    isFocused: state.focus === 'graphs',
    lines: plotLines(state, [shown], rect),
  };
}

/** All graphs in one frame, each with a letter; those of another unit than the first have a scale of their own. */
export function viewOverlay(state: UiState, rect: Rect): PaneView {
  return {
    title: `GRAPHS  ${state.graphs.length} in one`,
    note: frameNote(state),
    isFocused: state.focus === 'graphs',
    lines: plotLines(
      state,
      state.graphs.map((graph) => graphData(state, graph)),
      rect,
    ),
  };
}

function frameNote({ graphView, graphs }: UiState): string {
  const { columnMs, endMs } = graphView;
  return [
    graphs.some(({ range }) => range !== undefined) ? 'fixed axis: Y' : '',
    columnMs === undefined ? '' : `${columnMs / 1000} s a column`,
    endMs === undefined ? '' : 'past: End goes to now',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function plotLines(state: UiState, graphs: readonly GraphData[], rect: Rect): readonly StyledLine[] {
  const width = rect.width - 2;
  const rows = Math.max(2, rect.height - EXTRA_ROWS - graphs.length);
  const time = graphTime(state);
  const { style, cursorMs } = state.graphView;
  const lines = linesOf(state, graphs, time, rows);
  const scale = lines[0]?.line.scale ?? chartScale([], rows);
  const isBand = graphs.length === 1 && lines.length > 1;
  const cursor = cursorMs === undefined ? undefined : Math.round((cursorMs - time.startMs) / time.columnMs);
  const plot = drawPlot(
    lines.map(({ line }) => line),
    time.columns,
    rows,
    style,
    { isBand, cursor },
  );
  const axis = axisOf(scale, rows, graphs[0]?.metric?.unit);
  const looks = lines.map(({ look }) => look);
  return [
    ...plot.map((cells, row) => {
      const lettered = graphs.length > 1 ? withLetters(cells, row, rows, lines) : cells;
      return styledLine([span(` ${axis[row] ?? ''}`, 'dim'), ...cellSpans(lettered, looks)], width);
    }),
    timeLine(state, time, cursor, width),
    ...graphs.map((shown, index) => graphFigures(state, shown, time, graphs.length > 1 ? index : undefined, width)),
  ];
}

interface LookedLine {
  readonly line: PlotLine;
  readonly look: Look;
  /** Of its graph. */
  readonly index: number;
}

function linesOf(state: UiState, graphs: readonly GraphData[], time: GraphTime, rows: number): readonly LookedLine[] {
  const unit = graphs[0]?.metric?.unit;
  const perColumn = pointsPerColumn(state.graphView.style);
  const fine = { startMs: time.startMs, columnMs: time.columnMs / perColumn, columns: time.columns * perColumn };
  const holdMs = Math.max(state.intervalMs, time.columnMs) * HOLD_INTERVALS;
  const resampled = graphs.map(({ data }) => data.series.map(({ points }) => resample(points, fine, holdMs)));
  const valuesOf = (index: number): readonly number[] => {
    const range = graphs[index]?.graph.range;
    return range === undefined
      ? (resampled[index] ?? []).flat().flatMap(({ value }) => value ?? [])
      : [range.least, range.greatest];
  };
  const sameUnit = graphs.flatMap(({ metric }, index) => (metric?.unit === unit ? valuesOf(index) : []));
  const common = chartScale(sameUnit, rows, baseOf(unit));
  return graphs.flatMap(({ metric }, index) => {
    const scale = metric?.unit === unit ? common : chartScale(valuesOf(index), rows, baseOf(metric?.unit));
    return (resampled[index] ?? []).map((columns, number) => {
      const look = SERIES_LOOKS[(graphs.length > 1 ? index : number) % SERIES_LOOKS.length] ?? 'graph';
      return { line: { columns, scale }, look, index };
    });
  });
}

function axisOf(scale: ChartScale, rows: number, unit: string | undefined): readonly string[] {
  const magnitude = Math.max(Math.abs(scale.lowest), Math.abs(scale.highest));
  return drawValueAxis(scale, rows, AXIS_LABEL_COLUMNS, tickText(scale.step, magnitude, unit));
}

// Colours alone do not tell lines apart: each has its letter behind its last value.
function withLetters(
  cells: readonly PlotCell[],
  row: number,
  rows: number,
  lines: readonly LookedLine[],
): readonly PlotCell[] {
  const lettered = [...cells];
  for (const [number, { line, index }] of lines.entries()) {
    const last = line.columns.findLastIndex(({ value }) => value !== undefined);
    const value = line.columns[last]?.value;
    if (value === undefined) continue;
    const perColumn = line.columns.length / cells.length;
    const wanted = (value - line.scale.lowest) / (line.scale.highest - line.scale.lowest || 1);
    const share = Math.min(1, Math.max(0, wanted));
    const column = Math.min(cells.length - 1, Math.floor(last / perColumn) + 1);
    if (rows - 1 - Math.round(share * (rows - 1)) === row)
      lettered[column] = { text: graphLetter(index), line: number };
  }
  return lettered;
}

function cellSpans(cells: readonly PlotCell[], looks: readonly Look[]): readonly Span[] {
  const spans: { text: string; look: Look }[] = [];
  for (const { text, line } of cells) {
    const look = line === undefined ? 'dim' : (looks[line] ?? 'graph');
    const last = spans.at(-1);
    if (last?.look === look || (last !== undefined && text === ' ')) last.text += text;
    else spans.push({ text, look });
  }
  return spans;
}

function timeLine(state: UiState, time: GraphTime, cursor: number | undefined, width: number): StyledLine {
  const count = Math.min(time.columns, Math.round((time.endMs - time.startMs) / time.columnMs) + 1);
  const wallMs = Array.from({ length: Math.max(0, count) }, (_, column) =>
    wallOf(state, time.startMs + column * time.columnMs),
  );
  const times = drawTimeAxis(wallMs, time.columns);
  const marked =
    cursor === undefined ? times : `${times.slice(0, Math.max(0, cursor))}▲${times.slice(Math.max(0, cursor) + 1)}`;
  return styledLine([span(' '.repeat(AXIS_COLUMNS) + marked, 'dim')], width);
}

function baseOf(unit: string | undefined): 1000 | 1024 {
  return unit === 'bytes' ? 1024 : 1000;
}
