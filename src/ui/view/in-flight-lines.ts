import type { InFlightColumn, InFlightRow } from '../../model/in-flight-table.js';
import { formatDurationMs } from '../../units.js';
import { formatClock } from '../draw/axis.js';
import { fit } from '../draw/fit.js';
import type { UiState } from '../state.js';
import { chosenInFlight, inFlightShown } from './chosen-rows.js';
import { filterTitle, noMatchLine } from './filter-text.js';
import { type Span, span, styledLines, type TextLine } from './styled-line.js';
import { TAB_MARK_COLUMNS, type TabRow, type TabView } from './tab-view.js';
import { headingLine, type TableColumn } from './table-heading.js';

const MIN_WHAT_COLUMNS = 30;

/** What the selected process has in flight and holds open, as of the moment that is shown. */
export function viewInFlight(state: UiState, width: number): TabView {
  const report = inFlightShown(state);
  if (report === undefined) return { title: '', head: styledLines([waitingLine(state)], width), rows: [] };
  const { operations, unlisted, handles, capturedWallMs } = report;
  const rows = chosenInFlight(state);
  const columns = inFlightColumns(width);
  const count = operations.length + unlisted;
  const open = (handles?.handles ?? []).reduce((sum, handle) => sum + handle.count, 0);
  const kernel = handles?.source === 'kernel' ? ' (as the kernel knows them: its main thread gives no answer)' : '';
  const more = unlisted === 0 ? '' : `, ${unlisted} of them not listed`;
  const filter = filterTitle(state, 'inFlight');
  const heading = headingLine(TAB_MARK_COLUMNS, columns, state.lists.inFlight, width);
  const nothing = state.lists.inFlight.filter === '' ? NOTHING : noMatchLine(state, 'inFlight');
  return {
    title: `${filter}${count} in flight${more} · ${open} open${kernel} · ${formatClock(capturedWallMs)}`,
    head: rows.length === 0 ? styledLines([nothing], width) : [heading],
    rows: rows.map((row): TabRow => ({ key: row.key, isOpen: undefined, draw: () => rowSpans(row, columns) })),
  };
}

/** The columns that there is room for. */
export function inFlightColumns(width: number): readonly TableColumn<InFlightColumn>[] {
  const kind = width >= 100 ? 16 : 14;
  const room = width - TAB_MARK_COLUMNS - 9 - 1 - kind;
  const hasWhere = room >= MIN_WHAT_COLUMNS * 2 + 8;
  const where = hasWhere ? Math.floor((room - 8) / 2) : 0;
  const what = room - 8 - where;
  return [
    column('age', 'AGE', 9, 'right'),
    column('kind', ' KIND', kind + 1, 'left'),
    column('what', 'WHAT', what, 'left'),
    column('thread', 'THREAD', 8, 'right'),
    ...(hasWhere ? [column('where', ' BEGUN AT', where, 'left')] : []),
  ];
}

const NOTHING: TextLine = { text: ' nothing is in flight, and nothing is held open', look: 'dim' };

function waitingLine({ inspection, pausedWallMs }: UiState): TextLine {
  if (pausedWallMs === undefined) return { text: ' asking what is in flight …', look: 'dim' };
  const reason =
    inspection.inFlight.length === 0 ? 'nothing is asked while the screen is paused' : 'it was not asked yet';
  return { text: ` what was in flight at this moment is not known: ${reason}`, look: 'dim' };
}

function rowSpans(row: InFlightRow, columns: readonly TableColumn<InFlightColumn>[]): readonly Span[] {
  return columns.map(({ id, width, align }) => {
    switch (id) {
      case 'age':
        return span(fit(row.ageMs === undefined ? '–' : formatDurationMs(row.ageMs), width, align), 'strong');
      case 'kind':
        return span(` ${fit(kindText(row), width - 1)}`, row.isHandle ? 'dim' : 'accent');
      case 'what':
        return span(fit(row.what, width), row.isHandle ? 'dim' : 'plain');
      case 'thread':
        return span(fit(threadText(row), width, align), 'dim');
      default:
        return span(` ${fit(row.where ?? '', width - 1)}`, 'dim');
    }
  });
}

function kindText({ kind, count }: InFlightRow): string {
  return count === 1 ? kind : `${kind} ×${count}`;
}

function threadText({ threadId }: InFlightRow): string {
  if (threadId === undefined) return 'open';
  return threadId === 0 ? 'main' : String(threadId);
}

function column(
  id: InFlightColumn,
  title: string,
  width: number,
  align: 'left' | 'right',
): TableColumn<InFlightColumn> {
  return { id, title, width, align, sort: id };
}
