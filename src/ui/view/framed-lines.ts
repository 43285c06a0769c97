import { shorten, widthOf } from '../draw/fit.js';
import type { Rect } from './layout.js';
import { type Look, type PaneView, type StyledLine, span, styledLine } from './styled-line.js';

/** The characters of a frame; the heavy one shows the focus without colour too. */
const LIGHT = { horizontal: '─', vertical: '│', corners: ['╭', '╮', '╰', '╯'] } as const;
const HEAVY = { horizontal: '━', vertical: '┃', corners: ['┏', '┓', '┗', '┛'] } as const;

/** The columns of a frame's top before its title or its first tab. */
export const TITLE_START_COLUMNS = 2;

/** A pane with its frame, as large as its place. */
export function framedLines(rect: Rect, view: PaneView): readonly StyledLine[] {
  const { width, height } = rect;
  const { horizontal, vertical, corners } = view.isFocused ? HEAVY : LIGHT;
  const look: Look = view.isFocused ? 'focusedFrame' : 'frame';
  const note = view.note === '' ? '' : ` ${view.note} `;
  const { tabs = [] } = view;
  const tabSpans = tabs.map(({ text, isOpen }) => span(` ${text} `, isOpen ? 'accent' : 'dim'));
  const tabsWidth = tabSpans.reduce((sum, { text }) => sum + widthOf(text), 0);
  const shortened = shorten(view.title, width - 6 - widthOf(note) - tabsWidth);
  const title = tabs.length > 0 && shortened === '' ? '' : ` ${shortened} `;
  const rule = horizontal.repeat(Math.max(0, width - 4 - widthOf(title) - widthOf(note) - tabsWidth));
  const edge = span(vertical, look);
  const blank = styledLine([], width - 2);
  const rows = Array.from({ length: Math.max(0, height - 2) }, (_, row): StyledLine => {
    const line = view.lines[row] ?? blank;
    return { spans: [edge, ...line.spans, edge], isSelected: line.isSelected };
  });
  const top = [
    span(corners[0] + horizontal, look),
    ...tabSpans,
    span(title, view.isFocused ? 'focusedTitle' : 'plain'),
    span(rule + note + horizontal + corners[1], look),
  ];
  const bottom = span(corners[2] + horizontal.repeat(Math.max(0, width - 2)) + corners[3], look);
  return [styledLine(top, width), ...rows, styledLine([bottom], width)];
}
