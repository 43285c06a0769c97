import { oldestMs } from '../../model/past.js';
import { graphScope } from '../../model/process-tree.js';
import type { Command } from '../command.js';
import type { ChartStyle, Graph, GraphView } from '../graph-view.js';
import type { KeyContext } from '../keymap.js';
import { selectedLine, type UiState } from '../state.js';
import { visibleRange } from '../view/graph-range.js';
import { graphTime } from '../view/graph-time.js';
import { closeTab } from './inspection.js';

const GRAPH_COMMANDS: readonly Command[] = [
  'toggleOverlay',
  'changeGraphStyle',
  'moveLeft',
  'moveRight',
  'zoomIn',
  'zoomOut',
  'toggleFixedAxis',
];
const TIME_COMMANDS: readonly Command[] = ['pageUp', 'pageDown', 'moveToStart', 'moveToEnd'];
const STYLES: readonly ChartStyle[] = ['line', 'braille', 'ascii'];

const ZOOM_FACTOR = 2;
const MIN_COLUMN_MS = 62.5;
const MAX_COLUMN_MS = 32_000;

/** Begins a graph of the selected metric with the last sample, or takes it away. */
export function toggleGraph(state: UiState): UiState {
  const { metricKey } = state;
  const processKey = graphScope(selectedLine(state));
  const metric = state.metrics.find(({ key }) => key === metricKey);
  if (processKey === undefined || metric === undefined) return { ...state, notice: 'no metric is selected' };
  if (typeof metric.value === 'string')
    return { ...state, notice: `${metric.label} is a text: there is no graph of it` };
  const isSame = (graph: Graph): boolean => graph.processKey === processKey && graph.metricKey === metric.key;
  if (state.graphs.some(isSame)) {
    const graphs = state.graphs.filter((graph) => !isSame(graph));
    return { ...state, graphs, focus: graphs.length === 0 && state.focus === 'graphs' ? 'metrics' : state.focus };
  }
  const graph = { processKey, metricKey: metric.key, sinceMs: state.history.atMs ?? 0 };
  return { ...closeTab(state), graphs: [graph, ...state.graphs], isLogOpen: false };
}

/** Whether a command is about how graphs are looked at. */
export function isGraphCommand(command: Command, context: KeyContext): boolean {
  return GRAPH_COMMANDS.includes(command) || (context === 'graphs' && TIME_COMMANDS.includes(command));
}

/** Zooms, scrolls, moves the cursor of all graphs, or changes how they are drawn. */
export function runGraphCommand(state: UiState, command: Command): UiState {
  const { graphView } = state;
  switch (command) {
    case 'toggleOverlay':
      return changeView(state, { isOverlaid: !graphView.isOverlaid });
    case 'changeGraphStyle': {
      const style = STYLES[(STYLES.indexOf(graphView.style) + 1) % STYLES.length] ?? 'line';
      return { ...changeView(state, { style }), notice: `graphs in ${style} style` };
    }
    case 'toggleFixedAxis':
      return toggleFixedAxis(state);
    case 'moveLeft':
      return moveCursor(state, -1);
    case 'moveRight':
      return moveCursor(state, 1);
    case 'zoomIn':
      return zoom(state, 1 / ZOOM_FACTOR);
    case 'zoomOut':
      return zoom(state, ZOOM_FACTOR);
    case 'pageUp':
      return scrollGraphs(state, -0.5);
    case 'pageDown':
      return scrollGraphs(state, 0.5);
    case 'moveToStart':
      return scrollGraphs(state, Number.NEGATIVE_INFINITY);
    default:
      return changeView(state, { endMs: undefined });
  }
}

/** Scrolls all graphs in time by so many times their width. */
export function scrollGraphs(state: UiState, widths: number): UiState {
  const { endMs, columnMs, columns } = graphTime(state);
  const spanMs = columnMs * columns;
  const nowMs = state.history.atMs ?? 0;
  // The first column stands on the grid at or after the first sample's: two fewer have it in sight.
  const firstMs = Math.min(nowMs, (oldestMs(state.history) ?? nowMs) + spanMs - 2 * columnMs);
  const wantedMs = Math.max(firstMs, endMs + widths * spanMs);
  return changeView(state, { columnMs, endMs: wantedMs >= nowMs ? undefined : wantedMs });
}

/** Puts the cursor of all graphs on a column of the first one's plot. */
export function setCursor(state: UiState, column: number): UiState {
  const { startMs, columnMs, columns } = graphTime(state);
  return changeView(state, { cursorMs: startMs + Math.max(0, Math.min(columns - 1, column)) * columnMs });
}

/** Puts the cursor of all graphs on a moment, and scrolls them so far that it is in sight. */
export function showTime(state: UiState, atMs: number): UiState {
  const { startMs, endMs, columnMs, columns } = graphTime(state);
  const shown = changeView(state, { cursorMs: atMs });
  if (atMs >= startMs && atMs <= endMs) return shown;
  // Scrolling counts in widths, from the right end to where the moment is in the middle.
  return scrollGraphs(shown, (atMs - endMs) / (columnMs * columns) + 0.5);
}

/** Fixes the value axis of each graph to what it shows now, or lets it follow the values again. */
function toggleFixedAxis(state: UiState): UiState {
  if (state.graphs.some(({ range }) => range !== undefined)) {
    const graphs = state.graphs.map(({ processKey, metricKey, sinceMs }) => ({ processKey, metricKey, sinceMs }));
    return { ...state, graphs, notice: 'the value axis follows what is in sight' };
  }
  const graphs = state.graphs.map((graph) => ({ ...graph, range: visibleRange(state, graph) }));
  return { ...state, graphs, notice: 'the value axis is fixed as it is now' };
}

function moveCursor(state: UiState, step: 1 | -1): UiState {
  const { startMs, endMs, columnMs } = graphTime(state);
  const { cursorMs } = state.graphView;
  const lastMs = Math.min(endMs, state.history.atMs ?? endMs);
  const next = cursorMs === undefined ? lastMs : cursorMs + step * columnMs;
  return changeView(state, { cursorMs: Math.max(startMs, Math.min(lastMs, next)) });
}

function zoom(state: UiState, factor: number): UiState {
  const { columnMs, endMs } = graphTime(state);
  const wanted = columnMs * factor;
  if (wanted < MIN_COLUMN_MS || wanted > MAX_COLUMN_MS) return { ...state, notice: 'no further' };
  const isAtNow = state.graphView.endMs === undefined;
  return changeView(state, { columnMs: wanted, endMs: isAtNow ? undefined : endMs });
}

function changeView(state: UiState, change: Partial<GraphView>): UiState {
  return { ...state, graphView: { ...state.graphView, ...change } };
}
