import type { ProcessRow } from '../../model/process-table.js';
import { formatBytes } from '../../units.js';
import { fit, widthOf } from '../draw/fit.js';
import type { UiState } from '../state.js';
import type { Rect } from './layout.js';
import { processTail, stateMark } from './process-state.js';
import { type PaneView, type StyledLine, span, styledLine } from './styled-line.js';
import { describeWindow, windowOf } from './window.js';

const MIN_PID_COLUMNS = 5;
const RSS_COLUMNS = 9;
const WIDTH_WITH_RSS = 40;

/** Rows of the pane that are not processes: the frame and the heading. */
export const PROCESS_PANE_EXTRA_ROWS = 3;

/** The list of processes as a pane. */
export function viewProcesses(state: UiState, rect: Rect): PaneView {
  const { processes } = state;
  const width = rect.width - 2;
  const window = windowOf(processes.length, rect.height - PROCESS_PANE_EXTRA_ROWS, state.scroll.processes);
  const pidWidth = Math.max(MIN_PID_COLUMNS, ...processes.map(({ pid }) => String(pid).length));
  const rows = processes.slice(window.start, window.end);
  return {
    title: 'PROCESSES',
    note: describeWindow(window, processes.length),
    isFocused: state.focus === 'processes',
    lines: [
      headingLine(width, pidWidth),
      ...rows.map((row) => processLine(row, width, pidWidth, row.key === state.processKey)),
    ],
  };
}

function headingLine(width: number, pidWidth: number): StyledLine {
  const tail = width >= WIDTH_WITH_RSS ? `${fit('RSS', RSS_COLUMNS, 'right')}${fit('CPU', 7, 'right')}` : 'CPU';
  const left = `   ${fit('PID', pidWidth, 'right')} NAME`;
  return styledLine([span(fit(left, width - tail.length) + tail, 'heading')], width);
}

function processLine(row: ProcessRow, width: number, pidWidth: number, isSelected: boolean): StyledLine {
  const mark = stateMark(row);
  const rss = width >= WIDTH_WITH_RSS && row.rssBytes !== undefined ? formatBytes(row.rssBytes) : '';
  const last = processTail(row);
  const tail = rss === '' ? ` ${last}` : `${fit(rss, RSS_COLUMNS, 'right')}${fit(last, 7, 'right')}`;
  const name = `${row.name}${row.isRestarted ? ' ↻' : ''}`;
  const nameWidth = Math.max(0, width - 3 - pidWidth - 1 - widthOf(tail));
  const isQuiet = row.state === 'ended' || row.state === 'no-agent';
  return styledLine(
    [
      span(isSelected ? '›' : ' ', 'accent'),
      span(`${mark.glyph} `, mark.look),
      span(`${fit(String(row.pid), pidWidth, 'right')} `, 'dim'),
      span(fit(name, nameWidth), isQuiet ? 'dim' : 'plain'),
      span(tail, row.state === 'stuck' ? 'warning' : isQuiet ? 'dim' : 'plain'),
    ],
    width,
    isSelected && width > 0,
  );
}
