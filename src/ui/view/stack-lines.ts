import type { StackDump } from '../../format/stack-dump.js';
import { dumpsOf, dumpToCompare, type KeptDump, type KeptDumps } from '../../model/kept-dumps.js';
import { formatDurationMs } from '../../units.js';
import { formatClock } from '../draw/axis.js';
import { type StackRequest, shownDump } from '../dumps-state.js';
import type { UiState } from '../state.js';
import type { Rect } from './layout.js';
import { highlightMatches, searchNote } from './stack/matches.js';
import { stackRows } from './stack/stack-rows.js';
import { type PaneView, styledLine } from './styled-line.js';
import { describeWindow, windowOf } from './window.js';

/** Rows of the pane that are not stack: its frame. */
export const STACK_PANE_EXTRA_ROWS = 2;

/** The stack pane: the dump as a tree, or what became of the question. Cost: only the lines that are seen are drawn. */
export function viewStack(state: UiState, request: StackRequest, rect: Rect): PaneView {
  const { dumps, scroll, focus } = state;
  const rows = stackRows(state);
  const width = rect.width - 2;
  const window = windowOf(rows.length, rect.height - STACK_PANE_EXTRA_ROWS, scroll.stack);
  const isFocused = focus === 'stack';
  const wanted = dumps.search?.text ?? '';
  return {
    title: stackTitle(request, state),
    note: [searchNote(state), describeWindow(window, rows.length)].filter((part) => part !== '').join(' · '),
    isFocused,
    lines: rows
      .slice(window.start, window.end)
      .map((row) =>
        styledLine(highlightMatches(row.spans(width), wanted), width, isFocused && row.id === dumps.cursor),
      ),
  };
}

function stackTitle(request: StackRequest, { dumps }: UiState): string {
  const { pid, name, answer } = request;
  const title = `${name} ${pid}`;
  const kept = shownDump(request);
  if (kept === undefined) return title;
  if (answer.state === 'waiting') return `${title} · ${dumpPlace(dumps.kept, kept)} · asking for another …`;
  const older = dumps.view.isDifferenceShown ? dumpToCompare(dumps.kept, kept) : undefined;
  const compared = older === undefined ? '' : ` · compared with ${formatClock(older.capturedWallMs)}`;
  return `${title} · ${dumpPlace(dumps.kept, kept)}${compared}${dumpFacts(kept.dump)}`;
}

// Which of the dumps of the process it is, in the order in which they were taken.
function dumpPlace(kept: KeptDumps, shown: KeptDump): string {
  const all = dumpsOf(kept, shown.processKey);
  const place = all.length > 1 ? `${all.length - all.indexOf(shown)} of ${all.length} · ` : '';
  return `${place}${formatClock(typeof shown.dump === 'string' ? shown.wallMs : shown.dump.capturedWallMs)}`;
}

function dumpFacts(dump: StackDump | string): string {
  return typeof dump === 'string' ? '' : ` · node ${dump.nodeVersion} · took ${formatDurationMs(dump.tookMs)}`;
}
