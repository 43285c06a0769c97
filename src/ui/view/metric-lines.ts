import type { MetricRow } from '../../model/metric-table.js';
import type { ProcessRow } from '../../model/process-table.js';
import { formatDurationMs } from '../../units.js';
import { fit, widthOf } from '../draw/fit.js';
import { drawSparkline } from '../draw/sparkline.js';
import { selectedProcess, type UiState } from '../state.js';
import { emptyLines } from './empty-lines.js';
import type { Rect } from './layout.js';
import { type MetricColumns, metricColumns } from './metric-columns.js';
import { processNotices } from './process-notices.js';
import { stateMark } from './process-state.js';
import { type PaneView, type StyledLine, span, styledLine, styledLines } from './styled-line.js';
import { rateText, unitNoun, valueText } from './value-text.js';
import { describeWindow, windowOf } from './window.js';

/** Rows of the pane that are not metrics: the frame, what is to be said of the process, and the heading. */
export function metricPaneExtraRows(state: UiState): number {
  return 3 + processNotices(state).length;
}

/** The metrics of the selected process as a pane; without any process, what was searched. */
export function viewMetrics(state: UiState, rect: Rect): PaneView {
  const process = selectedProcess(state);
  const isFocused = state.focus === 'metrics';
  const width = rect.width - 2;
  if (process === undefined) {
    return { title: 'METRICS', note: '', isFocused, lines: styledLines(emptyLines(state), width) };
  }
  const { metrics } = state;
  const window = windowOf(metrics.length, rect.height - metricPaneExtraRows(state), state.scroll.metrics);
  const columns = metricColumns(metrics, width);
  const graphed = new Set(
    state.graphs.filter(({ processKey }) => processKey === process.key).map(({ metricKey }) => metricKey),
  );
  const rows = metrics.slice(window.start, window.end);
  const isQuiet = process.state === 'ended';
  return {
    title: metricsTitle(process),
    note: describeWindow(window, metrics.length),
    isFocused,
    lines: [
      ...styledLines(processNotices(state), width),
      ...(metrics.length === 0 ? [] : [headingLine(columns, width)]),
      ...rows.map((row) => {
        const isSelected = row.key === state.metricKey;
        return metricLine(row, columns, width, { isSelected, isGraphed: graphed.has(row.key), isFocused, isQuiet });
      }),
    ],
  };
}

function metricsTitle(process: ProcessRow): string {
  const mark = stateMark(process);
  const uptime = process.uptimeMs === undefined ? '' : ` · up ${formatDurationMs(process.uptimeMs)}`;
  return `METRICS  ${process.name} (pid ${process.pid})${uptime} · ${mark.glyph} ${mark.words}`;
}

function headingLine(columns: MetricColumns, width: number): StyledLine {
  const text = [
    `  ${fit('NAME', columns.name)}`,
    fit('CURRENT', columns.value, 'right'),
    fit(' UNIT', columns.unit),
    fit('RATE/s', columns.rate, 'right'),
    fit('p50', columns.quantile, 'right'),
    fit('p99', columns.quantile, 'right'),
    fit('  TREND', columns.trend),
  ].join('');
  return styledLine([span(text, 'heading')], width);
}

interface LineMarks {
  readonly isSelected: boolean;
  readonly isGraphed: boolean;
  readonly isFocused: boolean;
  readonly isQuiet: boolean;
}

function metricLine(row: MetricRow, columns: MetricColumns, width: number, marks: LineMarks): StyledLine {
  // A pid, a user or a time since the epoch is read, not estimated.
  const value = row.label.startsWith('sys.') ? String(row.value) : valueText(row.value, valueUnit(row));
  const look = marks.isQuiet ? 'dim' : 'plain';
  const rate = row.kind === 'counter' || hasCount(row) ? rateText(row.ratePerS, valueUnit(row)) : '';
  const hasTrend = row.recent.some((point) => point !== undefined);
  return styledLine(
    [
      span(marks.isSelected ? '›' : ' ', 'accent'),
      span(marks.isGraphed ? '•' : ' ', 'graph'),
      span(fit(row.label, columns.name), look),
      ...valueSpans(value, row, columns, marks.isQuiet),
      span(fit(rate, columns.rate, 'right'), row.ratePerS === undefined ? 'dim' : look),
      span(quantileText(row, 'p50', columns.quantile), row.quantiles?.p50 === undefined ? 'dim' : look),
      span(quantileText(row, 'p99', columns.quantile), row.quantiles?.p99 === undefined ? 'dim' : look),
      span(hasTrend ? fit(`  ${drawSparkline(row.recent, columns.trend - 2)}`, columns.trend) : '', 'graph'),
    ],
    width,
    marks.isSelected && marks.isFocused,
  );
}

function valueSpans(value: string, row: MetricRow, columns: MetricColumns, isQuiet: boolean) {
  const look = isQuiet ? 'dim' : 'strong';
  // A text that is too long for its column takes those to the right, where it has nothing.
  if (typeof row.value === 'string' && widthOf(value) >= columns.value) {
    return [
      span(
        `  ${fit(value, columns.value + columns.unit + columns.rate + 2 * columns.quantile + columns.trend - 2)}`,
        look,
      ),
    ] as const;
  }
  return [
    span(fit(value, columns.value, 'right'), look),
    span(fit(` ${unitNoun(valueUnit(row))}`, columns.unit), 'dim'),
  ] as const;
}

function quantileText({ quantiles, unit }: MetricRow, which: 'p50' | 'p99', width: number): string {
  return fit(quantiles === undefined ? '' : rateText(quantiles[which], unit), width, 'right');
}

// The unit of a histogram is that of what it observes; its value says how often.
function valueUnit(row: MetricRow): string | undefined {
  return row.quantiles === undefined ? row.unit : 'times';
}

function hasCount({ kind, quantiles }: MetricRow): boolean {
  return kind === 'meter' || quantiles !== undefined;
}
