import { graphOf, type MetricRow, metricRows } from '../../model/metric-table.js';
import type { Point } from '../../model/series.js';
import { drawTimeAxis, drawValueAxis, formatClock } from '../draw/axis.js';
import { chartScale, drawChart } from '../draw/chart.js';
import { widthOf } from '../draw/fit.js';
import type { Graph, UiState } from '../state.js';
import type { Rect } from './layout.js';
import { type PaneView, type StyledLine, span, styledLine } from './styled-line.js';
import { rateText, unitNoun } from './value-text.js';

/** Rows of the pane that are not plot: the frame, the time axis, the figures. */
const EXTRA_ROWS = 4;

/** One graph as a pane: the plot from the moment at which it was asked for, its axes and figures. */
export function viewGraph(state: UiState, graph: Graph, rect: Rect, hiddenCount: number): PaneView {
  const metric = metricRows(state.history, graph.processKey).find(({ key }) => key === graph.metricKey);
  const points = (graphOf(state.history, graph.processKey, graph.metricKey)?.points ?? []).filter(
    ({ atMs }) => atMs >= graph.sinceMs,
  );
  const process = state.processes.find(({ key }) => key === graph.processKey);
  const owner = process === undefined ? 'gone' : `${process.name} (pid ${process.pid})`;
  return {
    title: `GRAPH  ${metric?.label ?? graph.metricKey}${unitWords(metric)} · ${owner}`,
    note: hiddenCount > 0 ? `${hiddenCount} more` : '',
    isFocused: false,
    lines: graphLines(points, metric, rect.width - 2, rect.height - EXTRA_ROWS),
  };
}

function graphLines(
  points: readonly Point[],
  metric: MetricRow | undefined,
  width: number,
  rows: number,
): readonly StyledLine[] {
  const format = (value: number): string => rateText(value, metric?.unit);
  const scale = chartScale(knownValues(points));
  const axis = drawValueAxis(scale, rows, format);
  const axisWidth = widthOf(axis[0] ?? '') + 1;
  const plotWidth = Math.max(1, width - axisWidth);
  const shown = points.slice(-plotWidth);
  // Only what is shown sets the scale; its labels can be wider than those of the whole, never by more than the frame.
  const shownScale = chartScale(knownValues(shown));
  const shownAxis = shown.length === points.length ? axis : drawValueAxis(shownScale, rows, format);
  const plot = drawChart(shown, shownScale, plotWidth, rows);
  const times = drawTimeAxis(
    shown.map(({ wallMs }) => wallMs),
    plotWidth,
  );
  return [
    ...plot.map((line, row) => styledLine([span(` ${shownAxis[row] ?? ''}`, 'dim'), span(line, 'graph')], width)),
    styledLine([span(' '.repeat(axisWidth) + times, 'dim')], width),
    styledLine([span(figures(shown, format), 'plain')], width),
  ];
}

function figures(points: readonly Point[], format: (value: number) => string): string {
  const values = knownValues(points);
  const [first] = points;
  if (first === undefined || values.length === 0) return ' waiting for the next sample';
  const average = values.reduce((sum, value) => sum + value, 0) / values.length;
  const parts = [
    `min ${format(Math.min(...values))}`,
    `avg ${format(average)}`,
    `max ${format(Math.max(...values))}`,
    `last ${format(values.at(-1) ?? 0)}`,
    `since ${formatClock(first.wallMs)}`,
  ];
  return ` ${parts.join('   ')}`;
}

function unitWords(metric: MetricRow | undefined): string {
  if (metric === undefined) return '';
  const noun = unitNoun(metric.unit);
  if (metric.kind === 'counter') return noun === '' ? ' per second' : ` (${noun}/s)`;
  return noun === '' ? '' : ` (${noun})`;
}

function knownValues(points: readonly Point[]): readonly number[] {
  return points.flatMap(({ value }) => (value === undefined ? [] : [value]));
}
