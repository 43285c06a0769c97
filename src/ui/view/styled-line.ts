import { fit, widthOf } from '../draw/fit.js';

/** What a piece of text is, for the theme to give it a colour. */
export type Look =
  | 'plain'
  | 'dim'
  | 'strong'
  | 'heading'
  | 'accent'
  | 'good'
  | 'warning'
  | 'bad'
  | 'match'
  | 'frame'
  | 'focusedFrame'
  | 'focusedTitle'
  | 'graph'
  | 'graph2'
  | 'graph3'
  | 'graph4'
  | 'graph5';

/** Lines of one graph, or several graphs in one, each by its number. */
export const SERIES_LOOKS: readonly Look[] = ['graph', 'graph2', 'graph3', 'graph4', 'graph5'];

/** Text of exact width; its widths in a line add up to the line's. */
export interface Span {
  readonly text: string;
  readonly look: Look;
}

/** One line of a pane, as wide as the pane is inside. */
export interface StyledLine {
  readonly spans: readonly Span[];
  readonly isSelected: boolean;
}

/** A text that begins a line and is cut where the line ends. */
export interface TextLine {
  readonly text: string;
  readonly look: Look;
}

/** The name of a pane in the frame of those that share its place. */
export interface PaneTab {
  readonly text: string;
  readonly isOpen: boolean;
}

/** A pane with its frame, ready to be drawn. */
export interface PaneView {
  /** In front of the title, where the pane is one of several in the same place. */
  readonly tabs?: readonly PaneTab[];
  readonly title: string;
  /** At the right end of the frame's top: what part of the list is shown. */
  readonly note: string;
  readonly isFocused: boolean;
  readonly lines: readonly StyledLine[];
}

/** A piece of a line. */
export function span(text: string, look: Look = 'plain'): Span {
  return { text, look };
}

/** Pieces as a line of exactly `width` columns: the last ones are cut or filled up with spaces. */
export function styledLine(spans: readonly Span[], width: number, isSelected = false): StyledLine {
  const fitted: Span[] = [];
  let left = width;
  for (const { text, look } of spans) {
    const taken = Math.min(left, widthOf(text));
    if (taken > 0) fitted.push({ text: fit(text, taken), look });
    left -= taken;
  }
  if (left > 0) fitted.push(span(' '.repeat(left)));
  return { spans: fitted, isSelected };
}

/** Texts as lines of exactly `width` columns. */
export function styledLines(lines: readonly TextLine[], width: number): readonly StyledLine[] {
  return lines.map(({ text, look }) => styledLine([span(text, look)], width));
}
