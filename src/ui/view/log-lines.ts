import type { LogEntry } from '../../model/event-log.js';
import { formatClock } from '../draw/axis.js';
import type { UiState } from '../state.js';
import type { Rect } from './layout.js';
import { type Look, type PaneView, styledLines, type TextLine } from './styled-line.js';
import { describeWindow, windowOf } from './window.js';

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
  const lines = logLines(state);
  const window = windowOf(lines.length, rect.height - LOG_PANE_EXTRA_ROWS, state.scroll.log);
  return {
    title: 'LOG',
    note: describeWindow(window, lines.length),
    isFocused: state.focus === 'log',
    lines: styledLines(lines.slice(window.start, window.end), rect.width - 2),
  };
}

/** All lines of the pane, the seen and the unseen. */
export function logLines({ log, history, pausedWallMs }: UiState): readonly TextLine[] {
  const untilMs = pausedWallMs === undefined ? Number.POSITIVE_INFINITY : (history.wallMs ?? pausedWallMs);
  const entries = log.filter(({ wallMs }) => wallMs <= untilMs);
  if (entries.length === 0) return [{ text: ' nothing has started, ended, restarted or stalled yet', look: 'dim' }];
  return entries.map(({ kind, wallMs, pid, name, detail }) => {
    const more = detail === '' ? '' : `: ${detail}`;
    return { text: ` ${formatClock(wallMs)}  ${kind.padEnd(10)} ${pid} ${name}${more}`, look: LOOKS[kind] };
  });
}
