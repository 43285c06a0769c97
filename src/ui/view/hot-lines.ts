import { chosenThreads, type HotColumn, type HotFunction, type HotThread } from '../../model/hot-functions.js';
import { formatDurationMs, formatShort } from '../../units.js';
import { formatClock } from '../draw/axis.js';
import { fit, fitEnd } from '../draw/fit.js';
import type { UiState } from '../state.js';
import { chosenHot } from './chosen-rows.js';
import { filterTitle, noMatchLine } from './filter-text.js';
import { type Look, type Span, span, styledLines, type TextLine } from './styled-line.js';
import { TAB_MARK_COLUMNS, type TabView } from './tab-view.js';
import { headingLine, type TableColumn } from './table-heading.js';

const MAX_THREAD_LINES = 4;
const ORIGIN_LOOKS: Readonly<Record<'ours' | 'others', Look>> = { ours: 'strong', others: 'dim' };

/** Which functions of the selected process run, and how often they were met since the tab was opened. */
export function viewHot(state: UiState, width: number): TabView {
  const { hot, hotThread } = state.inspection;
  if (hot.startedWallMs === undefined || hot.endedWallMs === undefined) {
    const paused = 'no samples are taken while the screen is paused: Space goes on';
    const text = state.pausedWallMs === undefined ? 'taking the first samples …' : paused;
    return { title: '', head: styledLines([{ text: ` ${text}`, look: 'dim' }], width), rows: [] };
  }
  const threads = chosenThreads(hot, hotThread);
  const looks = looksOf(threads);
  const functions = chosenHot(state);
  const columns = hotColumns(width);
  const period = `${formatClock(hot.startedWallMs)}–${formatClock(hot.endedWallMs)}`;
  const which = hotThread === undefined ? 'all threads' : `thread ${hotThread}`;
  const { filter } = state.lists.hot;
  const nothing = filter === '' ? NOTHING : noMatchLine(state, 'hot');
  return {
    title: `${filterTitle(state, 'hot')}${which} · ${looks} samples · ${period}`,
    head: [
      ...styledLines(threadLines(threads), width),
      ...(functions.length === 0
        ? styledLines([nothing], width)
        : [headingLine(TAB_MARK_COLUMNS, columns, state.lists.hot, width)]),
    ],
    rows: functions.map((row) => ({
      key: row.key,
      isOpen: undefined,
      draw: () => rowSpans(row, looks, columns),
    })),
  };
}

/** The columns, as wide as there is room for. */
export function hotColumns(width: number): readonly TableColumn<HotColumn>[] {
  const room = width - TAB_MARK_COLUMNS - 16;
  const name = Math.floor(room * 0.42);
  return [
    { id: 'self', title: 'OWN', width: 8, align: 'right', sort: 'self' },
    { id: 'total', title: 'TOTAL', width: 8, align: 'right', sort: 'total' },
    { id: 'function', title: '  FUNCTION', width: name, align: 'left', sort: 'function' },
    { id: 'place', title: ' FILE:LINE', width: room - name, align: 'left', sort: 'place' },
  ];
}

const NOTHING: TextLine = { text: ' no function was met: it was at nothing, or in native code', look: 'dim' };

// 100 % is one thread all the time, as in top.
function looksOf(threads: readonly HotThread[]): number {
  return Math.max(1, ...threads.map(({ samples }) => samples));
}

function threadLines(threads: readonly HotThread[]): readonly TextLine[] {
  const lines = threads.slice(0, MAX_THREAD_LINES).map(threadLine);
  const rest = threads.length - lines.length;
  return rest <= 0 ? lines : [...lines, { text: ` … and ${rest} more threads`, look: 'dim' }];
}

function threadLine({ name, threadId, samples, idle, native, answersMs }: HotThread): TextLine {
  const share = (count: number): string => `${formatShort((100 * count) / Math.max(1, samples))}%`;
  const who = threadId === 0 ? 'main' : `thread ${threadId} ${name}`.trimEnd();
  const doing = `running ${share(samples - idle - native)}, idle ${share(idle)}, native ${share(native)}`;
  const cost = answersMs > 0 ? ` · ${samples} samples held it up < ${formatDurationMs(answersMs)}` : '';
  return { text: ` ${who}: ${doing}${cost}`, look: 'plain' };
}

function rowSpans(row: HotFunction, looks: number, columns: readonly TableColumn<HotColumn>[]): readonly Span[] {
  const { functionName, file, line, self, total } = row;
  const share = (count: number): string => (count === 0 ? '' : `${formatShort((100 * count) / looks)}%`);
  const isOthers = file === '' || file.startsWith('node:') || /[\\/]node_modules[\\/]/.test(file);
  const texts: Readonly<Record<HotColumn, string>> = {
    self: share(self),
    total: share(total),
    function: `  ${functionName === '' ? '<anonymous>' : functionName}`,
    place: `${file}${line > 0 ? `:${line}` : ''}`,
  };
  const looksOfRow: Readonly<Record<HotColumn, Look>> = {
    self: self === 0 ? 'dim' : 'warning',
    total: 'plain',
    function: ORIGIN_LOOKS[isOthers ? 'others' : 'ours'],
    place: 'dim',
  };
  return columns.map(({ id, width, align }) => {
    const text = id === 'place' ? ` ${fitEnd(texts.place, width - 1)}` : fit(texts[id], width, align);
    return span(text, looksOfRow[id]);
  });
}
