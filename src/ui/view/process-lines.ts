import type { TreeLine } from '../../model/process-tree.js';
import type { ProcessColumn } from '../../model/row-order.js';
import { formatBytes, formatDurationMs, formatWithUnit } from '../../units.js';
import { fit, fitEnd, widthOf } from '../draw/fit.js';
import type { UiState } from '../state.js';
import { filterTitle, noMatchLine } from './filter-text.js';
import type { Rect } from './layout.js';
import { lineNumber, PROCESS_MARK_COLUMNS, processColumns } from './process-columns.js';
import { processTail, stateMark } from './process-state.js';
import { type PaneView, type StyledLine, span, styledLine, styledLines } from './styled-line.js';
import { headingLine, type TableColumn } from './table-heading.js';
import { hasTreeMarks, treePrefix } from './tree-marks.js';
import { describeWindow, windowOf } from './window.js';

/** Rows of the pane that are not processes: the frame and the heading. */
export const PROCESS_PANE_EXTRA_ROWS = 3;

/** The list of processes as a pane. */
export function viewProcesses(state: UiState, rect: Rect): PaneView {
  const { lines } = state.tree;
  const width = rect.width - 2;
  const window = windowOf(lines.length, rect.height - PROCESS_PANE_EXTRA_ROWS, state.scroll.processes);
  const columns = processColumns(lines, width);
  const warned = new Set(
    state.warnings.flatMap(({ kind, processKey = '' }) => (kind === 'loop-blocked' ? [] : processKey)),
  );
  const isWarned = ({ type, key, members }: TreeLine): boolean =>
    type === 'group' ? members.some((member) => warned.has(member.key)) : warned.has(key);
  const hasMarks = hasTreeMarks(lines);
  const isNoneChosen = lines.length === 0 && state.processCount > 0;
  return {
    title: `PROCESSES${filterTitle(state, 'processes')}${state.tree.isFlat ? '  flat: t' : ''}`,
    note: describeWindow(window, lines.length),
    isFocused: state.focus === 'processes',
    lines: isNoneChosen
      ? styledLines([noMatchLine(state, 'processes')], width)
      : [
          headingLine(PROCESS_MARK_COLUMNS, columns, state.lists.processes, width),
          ...lines.slice(window.start, window.end).map((line) => {
            const marks = { isSelected: line.key === state.processKey, isWarned: isWarned(line), hasMarks };
            return processLine(line, columns, width, marks);
          }),
        ],
  };
}

interface LineMarks {
  readonly isSelected: boolean;
  readonly isWarned: boolean;
  /** Some line of the list can be opened. */
  readonly hasMarks: boolean;
}

function processLine(
  line: TreeLine,
  [pid, name, ...numbers]: readonly TableColumn<ProcessColumn>[],
  width: number,
  { isSelected, isWarned, hasMarks }: LineMarks,
): StyledLine {
  const { row } = line;
  const mark = stateMark(row);
  const prefix = treePrefix(line, hasMarks);
  const isQuiet = row.state === 'ended' || row.state === 'no-agent';
  const look = isQuiet ? 'dim' : 'plain';
  const texts = numbers.map((column) => fit(cellText(line, column.id), column.width, column.align)).join('');
  // Why there are no numbers takes the place of the numbers.
  const tail = row.cpuPercent === undefined && line.type !== 'thread' ? processTail(row) : '';
  const right = widthOf(tail) < 3 ? texts : fit(tail, Math.max(widthOf(texts), widthOf(tail) + 1), 'right');
  const marks = [...(row.isRestarted ? [span('↻ ', 'accent')] : []), ...(isWarned ? [span('! ', 'warning')] : [])];
  const taken = widthOf(right) - widthOf(texts);
  const nameWidth = Math.max(0, (name?.width ?? 1) - 1 - widthOf(prefix) - 2 * marks.length - taken);
  // What tells the processes of a program apart stands at the end: `shop/web.js#3`.
  const fitName = line.type === 'process' && line.depth === 1 ? fitEnd : fit;
  const { text, spare } = widened(row.name, nameWidth, right, fitName);
  return styledLine(
    [
      span(isSelected ? '›' : ' ', 'accent'),
      span(`${mark.glyph} `, mark.look),
      span(`${fit(lineNumber(line), pid?.width ?? 0, 'right')} `, 'dim'),
      span(prefix, 'accent'),
      span(text, line.type === 'group' && !isQuiet ? 'strong' : look),
      ...marks,
      span(spare, row.state === 'stuck' ? 'warning' : look),
    ],
    width,
    isSelected,
  );
}

// A long name takes the free space before the numbers.
function widened(
  name: string,
  width: number,
  right: string,
  fitName: (text: string, width: number) => string,
): { readonly text: string; readonly spare: string } {
  const free = right.length - right.trimStart().length - 1;
  const more = Math.max(0, Math.min(free, widthOf(name) - width));
  return { text: fitName(name, width + more), spare: right.slice(more) };
}

function textOf(value: number | undefined, format: (known: number) => string): string {
  return value === undefined ? '' : format(value);
}

function cellText({ row, type }: TreeLine, column: ProcessColumn): string {
  switch (column) {
    case 'cpu':
      return type === 'thread' ? '' : processTail(row);
    case 'rss':
      return textOf(row.rssBytes, formatBytes);
    case 'heap':
      return textOf(row.heapUsedBytes, formatBytes);
    case 'delay':
      return textOf(row.eventLoopDelayMs, formatDurationMs);
    case 'utilization':
      return textOf(row.eventLoopUtilization, (ratio) => formatWithUnit(ratio, 'ratio'));
    case 'threads':
      return textOf(row.threads, String);
    case 'user':
      return `  ${row.user ?? ''}`;
    case 'ports':
      return `  ${(row.ports ?? []).join(' ')}`;
    case 'managed':
      return `  ${row.managedBy ?? ''}`;
    default:
      return textOf(row.uptimeMs, formatDurationMs);
  }
}
