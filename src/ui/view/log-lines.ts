import type { LogEntry } from '../../model/event-log.js';
import { formatClock } from '../draw/axis.js';
import { cursorWindow, selectedIndex } from '../list-cursor.js';
import type { UiState } from '../state.js';
import type { Rect } from './layout.js';
import { untilWallMs } from './moment.js';
import { type Look, type PaneView, span, styledLine, styledLines, type TextLine } from './styled-line.js';
import { describeWindow } from './window.js';

/** Rows of the pane that are not entries: its frame. */
export const LOG_PANE_EXTRA_ROWS = 2;

const LOOKS: Readonly<Record<LogEntry['kind'], Look>> = {
  started: 'good',
  ended: 'bad',
  restarted: 'accent',
  stalled: 'warning',
  recovered: 'good',
  unreadable: 'bad',
  dumped: 'plain',
};

/** What happened to processes, newest first; while the screen is paused, up to the moment that is shown. */
export function viewLog(state: UiState, rect: Rect): PaneView {
  const rows = logRows(state);
  const { logCursor } = state;
  const window = cursorWindow(logCursor, rows.length, rect.height - LOG_PANE_EXTRA_ROWS);
  const selected = selectedIndex(
    logCursor,
    rows.map(({ key }) => key),
  );
  const isFocused = state.focus === 'log';
  const shown = rows.slice(window.start, window.end).map(({ entry }, index) => {
    const isSelected = window.start + index === selected;
    const mark = span(isSelected ? '›' : ' ', 'accent');
    return styledLine([mark, span(entryText(entry), LOOKS[entry.kind])], rect.width - 2, isSelected && isFocused);
  });
  return {
    title: 'LOG',
    note: describeWindow(window, rows.length),
    isFocused,
    lines: rows.length === 0 ? styledLines([NOTHING], rect.width - 2) : shown,
  };
}

/** A line of the log. */
export interface LogRow {
  /** Its own among the lines, whatever comes above it. */
  readonly key: string;
  readonly entry: LogEntry;
}

/** All lines of the pane, the seen and the unseen. */
export function logRows(state: UiState): readonly LogRow[] {
  const untilMs = untilWallMs(state);
  return state.log
    .map((entry, index) => ({ entry, key: String(state.logCount - index) }))
    .filter(({ entry }) => entry.wallMs <= untilMs);
}

const NOTHING: TextLine = { text: ' nothing has started, ended, restarted or stalled yet', look: 'dim' };

function entryText({ kind, wallMs, pid, name, detail }: LogEntry): string {
  const more = detail === '' ? '' : `: ${detail}`;
  return `${formatClock(wallMs)}  ${kind.padEnd(10)} ${pid} ${name}${more}`;
}
