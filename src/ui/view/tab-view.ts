import { type Look, type Span, type StyledLine, span } from './styled-line.js';

/** What a tab shows: its rows are drawn only when they are seen. */
export interface TabView {
  /** Behind the tabs in the frame's title. */
  readonly title: string;
  /** Above the rows, and not scrolled with them: a few lines, or the answer that there are no rows. */
  readonly head: readonly StyledLine[];
  readonly rows: readonly TabRow[];
}

/** A line that can be selected. */
export interface TabRow {
  /** Its own among the rows. */
  readonly key: string;
  /** Whether it can be opened, and is. */
  readonly isOpen: boolean | undefined;
  readonly draw: () => readonly Span[];
}

/** The column in front of the first: the mark of the selected. */
export const TAB_MARK_COLUMNS = 2;

/** The mark of a line that can be opened. */
export function openMark(isOpen: boolean): string {
  return isOpen ? '▾ ' : '▸ ';
}

/** A line of text that cannot be opened. */
export function textRow(key: string, text: string, look: Look): TabRow {
  return { key, isOpen: undefined, draw: () => [span(text, look)] };
}
