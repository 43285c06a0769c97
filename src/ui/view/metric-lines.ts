import type { MetricRow } from '../../model/metric-table.js';
import { graphScope, type TreeLine } from '../../model/process-tree.js';
import { parseScope } from '../../model/scope.js';
import { formatDurationMs } from '../../units.js';
import { fit, widthOf } from '../draw/fit.js';
import { drawSparkline } from '../draw/sparkline.js';
import { selectedLine, type UiState } from '../state.js';
import { emptyLines } from './empty-lines.js';
import { filterTitle, noMatchLine } from './filter-text.js';
import type { Rect } from './layout.js';
import { METRIC_MARK_COLUMNS, type MetricColumnId, metricColumns } from './metric-columns.js';
import { processNotices } from './process-notices.js';
import { STATE_MARKS, stateMark } from './process-state.js';
import { type Look, type PaneView, type Span, type StyledLine, span, styledLine, styledLines } from './styled-line.js';
import { headingLine, type TableColumn } from './table-heading.js';
import { rateText, unitNoun, valueText } from './value-text.js';
import { describeWindow, windowOf } from './window.js';

/** Rows of the pane that are not metrics: the frame, what is to be said of the process, and the heading. */
export function metricPaneExtraRows(state: UiState): number {
  return 3 + processNotices(state).length;
}

/** The metrics of the selected process as a pane; without any process, what was searched. */
export function viewMetrics(state: UiState, rect: Rect): PaneView {
  const selected = selectedLine(state);
  const isFocused = state.focus === 'metrics';
  const width = rect.width - 2;
  if (selected === undefined) {
    return { title: 'METRICS', note: '', isFocused, lines: styledLines(emptyLines(state), width) };
  }
  const { metrics } = state;
  const window = windowOf(metrics.length, rect.height - metricPaneExtraRows(state), state.scroll.metrics);
  const columns = metricColumns(metrics, width);
  const graphed = new Set(
    state.graphs.filter(({ processKey }) => processKey === graphScope(selected)).map(({ metricKey }) => metricKey),
  );
  const isQuiet = selected.row.state === 'ended';
  const title = metricsTitle(state, selected);
  return {
    title,
    note: metricsNote(state, describeWindow(window, metrics.length), width - widthOf(title)),
    isFocused,
    lines: [
      ...styledLines(processNotices(state), width),
      ...headings(state, columns, width),
      ...metrics.slice(window.start, window.end).map((row) => {
        const isSelected = row.key === state.metricKey;
        const marks = { isSelected, isGraphed: graphed.has(row.key), isFocused, isQuiet, isRaw: state.areUnitsRaw };
        return metricLine(row, columns, width, marks);
      }),
    ],
  };
}

function headings(
  state: UiState,
  columns: readonly TableColumn<MetricColumnId>[],
  width: number,
): readonly StyledLine[] {
  if (state.metrics.length > 0) return [headingLine(METRIC_MARK_COLUMNS, columns, state.lists.metrics, width)];
  return state.metricCount === 0 ? [] : styledLines([noMatchLine(state, 'metrics')], width);
}

function metricsTitle(state: UiState, line: TreeLine): string {
  const { row, process } = line;
  const mark = stateMark(row);
  const uptime = process.uptimeMs === undefined ? '' : ` · up ${formatDurationMs(process.uptimeMs)}`;
  const zeros = state.areZerosHidden ? ' · zeros hidden' : '';
  const how = ` · ${mark.glyph} ${mark.words}`;
  const who =
    line.type === 'group'
      ? groupTitle(state, line)
      : `${process.name} (pid ${process.pid})${threadTitle(line)}${uptime}${how}`;
  return `METRICS${filterTitle(state, 'metrics')}  ${who}${zeros}`;
}

// The rule between title and note, and the spaces around them.
const TITLE_GAP_COLUMNS = 7;

/** What part of the metrics is seen, and how many are hidden: `3–20 of 45 · 9 hidden: v`, or less of it where there is less room. */
function metricsNote({ metrics, metricCount, hiddenCount }: UiState, window: string, room: number): string {
  if (hiddenCount === 0) return window;
  const hidden = `${hiddenCount} hidden: v`;
  const full = `${window === '' ? `${metrics.length} of ${metricCount}` : window} · ${hidden}`;
  return [full, hidden].find((text) => widthOf(text) <= room - TITLE_GAP_COLUMNS) ?? (window === '' ? hidden : window);
}

function threadTitle({ type, row, key }: TreeLine): string {
  const scope = parseScope(key);
  return type === 'thread' && scope.type === 'thread' ? ` · ${row.name} (tid ${scope.tid})` : '';
}

/** `api ×4 · ● 3 live · ▲ 1 stuck · gauges: avg`. */
function groupTitle({ tree }: UiState, { row, members }: TreeLine): string {
  const states = STATE_MARKS.flatMap(({ state, glyph, words }) => {
    const count = members.filter((member) => member.state === state).length;
    return count === 0 ? [] : [`${glyph} ${count} ${words}`];
  });
  const how = tree.aggregator === undefined ? '' : ` · together: ${tree.aggregator}`;
  return `${row.name} · ${states.join(' · ')}${how}`;
}

interface LineMarks {
  readonly isSelected: boolean;
  readonly isGraphed: boolean;
  readonly isFocused: boolean;
  readonly isQuiet: boolean;
  readonly isRaw: boolean;
}

function metricLine(
  row: MetricRow,
  columns: readonly TableColumn<MetricColumnId>[],
  width: number,
  marks: LineMarks,
): StyledLine {
  return styledLine(
    [
      span(marks.isSelected ? '›' : ' ', 'accent'),
      span(marks.isGraphed ? '•' : ' ', 'graph'),
      ...cellSpans(row, columns, marks),
    ],
    width,
    marks.isSelected && marks.isFocused,
  );
}

function cellSpans(row: MetricRow, columns: readonly TableColumn<MetricColumnId>[], marks: LineMarks): readonly Span[] {
  const value = currentText(row, marks.isRaw);
  const [name, current, ...rest] = columns;
  if (name === undefined || current === undefined) return [];
  const nameSpan = span(fit(row.label, name.width), marks.isQuiet ? 'dim' : 'plain');
  const strong: Look = marks.isQuiet ? 'dim' : 'strong';
  // A text that is too long for its column takes those to the right, where it has nothing.
  if (typeof row.value === 'string' && widthOf(value) >= current.width) {
    const room = rest.reduce((sum, { width }) => sum + width, current.width) - 2;
    return [nameSpan, span(`  ${fit(value, room)}`, strong)];
  }
  return [
    nameSpan,
    span(fit(value, current.width, 'right'), strong),
    ...rest.map((column) => {
      const { text, look } = cellOf(row, column, marks);
      return span(fit(text, column.width, column.align), look);
    }),
  ];
}

function cellOf(
  row: MetricRow,
  { id, width }: TableColumn<MetricColumnId>,
  { isQuiet, isRaw }: LineMarks,
): { readonly text: string; readonly look: Look } {
  const look = isQuiet ? 'dim' : 'plain';
  switch (id) {
    case 'unit':
      return { text: ` ${isRaw ? (valueUnit(row) ?? '') : unitNoun(valueUnit(row))}`, look: 'dim' };
    case 'rate':
      return numberCell(hasRate(row), row.ratePerS, valueUnit(row), isRaw, look);
    case 'minute':
      return numberCell(hasRate(row) || row.minute !== undefined, row.minute, valueUnit(row), isRaw, look);
    case 'p50':
    case 'p99':
      return numberCell(row.quantiles !== undefined, row.quantiles?.[id], row.unit, isRaw, look);
    default: {
      const hasTrend = row.recent.some((point) => point !== undefined);
      return { text: hasTrend ? `  ${drawSparkline(row.recent, width - 2)}` : '', look: 'graph' };
    }
  }
}

function numberCell(isThere: boolean, value: number | undefined, unit: string | undefined, isRaw: boolean, look: Look) {
  return { text: isThere ? rateText(value, unit, isRaw) : '', look: value === undefined ? ('dim' as const) : look };
}

// A pid, a user or a time since the epoch is read, not estimated.
function currentText(row: MetricRow, isRaw: boolean): string {
  return row.label.startsWith('sys.') ? String(row.value) : valueText(row.value, valueUnit(row), isRaw);
}

// The unit of a histogram is that of what it observes; its value says how often.
function valueUnit(row: MetricRow): string | undefined {
  return row.quantiles === undefined ? row.unit : 'times';
}

function hasRate({ kind, quantiles }: MetricRow): boolean {
  return kind === 'counter' || kind === 'meter' || quantiles !== undefined;
}
