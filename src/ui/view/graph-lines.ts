import { graphOf, type MetricRow, metricRows } from '../../model/metric-table.js';
import type { Point } from '../../model/series.js';
import { drawTimeAxis, drawValueAxis, formatClock } from '../draw/axis.js';
import { drawChart } from '../draw/chart.js';
import { chartScale } from '../draw/chart-scale.js';
import { widthOf } from '../draw/fit.js';
import { tickText } from '../draw/tick-text.js';
import type { Graph, UiState } from '../state.js';
import type { Rect } from './layout.js';
import { type PaneView, type StyledLine, span, styledLine } from './styled-line.js';
import { rateText, unitNoun } from './value-text.js';

/** Rows of the pane that are not plot: the frame, the time axis, the figures. */
const EXTRA_ROWS = 4;

const TYPICAL_AXIS_COLUMNS = 11;

/** One graph as a pane: the plot from the moment at which it was asked for, its axes and figures. */
export function viewGraph(state: UiState, graph: Graph, rect: Rect, hiddenCount: number): PaneView {
  const metric = metricRows(state.history, graph.processKey).find(({ key }) => key === graph.metricKey);
  const points = (graphOf(state.history, graph.processKey, graph.metricKey)?.series.at(-1)?.points ?? []).filter(
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
  const unit = metric?.unit;
  const base = unit === 'bytes' ? 1024 : 1000;
  // Nearly every axis takes fewer columns than this; a wider one takes them from the plot's oldest points.
  const shown = points.slice(-Math.max(1, width - TYPICAL_AXIS_COLUMNS));
  const scale = chartScale(knownValues(shown), rows, base);
  const magnitude = Math.max(Math.abs(scale.lowest), Math.abs(scale.highest));
  const axis = drawValueAxis(scale, rows, tickText(scale.step, magnitude, unit));
  const axisWidth = widthOf(axis[0] ?? '') + 1;
  const plotWidth = Math.max(1, width - axisWidth);
  const plot = drawChart(shown, scale, plotWidth, rows);
  const times = drawTimeAxis(
    shown.slice(-plotWidth).map(({ wallMs }) => wallMs),
    plotWidth,
  );
  return [
    ...plot.map((line, row) => styledLine([span(` ${axis[row] ?? ''}`, 'dim'), span(line, 'graph')], width)),
    styledLine([span(' '.repeat(axisWidth) + times, 'dim')], width),
    styledLine([span(figures(shown, unit))], width),
  ];
}

function figures(points: readonly Point[], unit: string | undefined): string {
  const format = (value: number): string => rateText(value, unit);
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
  if (metric.quantiles !== undefined) return noun === '' ? ' p99' : ` p99 (${noun})`;
  if (metric.kind === 'counter' || metric.kind === 'meter') return noun === '' ? ' per second' : ` (${noun}/s)`;
  return noun === '' ? '' : ` (${noun})`;
}

function knownValues(points: readonly Point[]): readonly number[] {
  return points.flatMap(({ value }) => (value === undefined ? [] : [value]));
}
