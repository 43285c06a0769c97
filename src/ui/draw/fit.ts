import stringWidth from 'string-width';
import { printable } from '../../format/printable.js';

// ASCII, Latin letters, and the marks, lines and blocks of which the screen itself is made: a column each.
const ONE_COLUMN_EACH =
  /^[\x20-\x7e\u00b0-\u024f\u2013\u2014\u2022\u2026\u2039\u203a\u2190-\u2193\u21bb\u2212\u2500-\u259f\u25b2\u25b8\u25be\u25cb\u25cf\u271d\u2801-\u28ff]*$/;
const CHARACTER_AND_MARKS = /^.(?![\ufe00-\ufe0f])\p{Mn}+$/su;
const REGIONAL_INDICATOR = /\p{RI}/gu;
const ELLIPSIS = '…';
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Text, with the columns that it takes on every terminal. */
interface MeasuredText {
  readonly text: string;
  readonly width: number;
}

/**
 * A text as a string of exactly `width` columns: escaped, cut with `…`, padded.
 *
 * Terminals disagree about the width of joined emoji and of some scripts; those
 * are drawn by their first character, so that columns stand where they should.
 */
export function fit(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  if (width <= 0) return '';
  const shortened = truncateToWidth(text, width);
  const padding = ' '.repeat(width - shortened.width);
  return align === 'left' ? shortened.text + padding : padding + shortened.text;
}

/** As {@link fit}, without the padding. */
export function shorten(text: string, width: number): string {
  return truncateToWidth(text, Math.max(0, width)).text;
}

/** As {@link shorten}, but the beginning is what goes: of a path, its end says more. */
export function shortenStart(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const characters = ONE_COLUMN_EACH.test(text) ? [] : measure(text);
  if (characters.length === 0) return width < 1 ? '' : ELLIPSIS + text.slice(text.length - width + 1);
  let kept = '';
  let left = width - 1;
  for (const character of characters.toReversed()) {
    left -= character.width;
    if (left < 0) break;
    kept = character.text + kept;
  }
  return width < 1 ? '' : ELLIPSIS + kept;
}

/** As {@link fit}, with the end of what is too long: of a path that says more than its beginning. */
export function fitEnd(text: string, width: number): string {
  return fit(shortenStart(text, width), width);
}

/** The columns that {@link fit} gives a text when there is room. */
export function widthOf(text: string): number {
  return ONE_COLUMN_EACH.test(text) ? text.length : measure(text).reduce((sum, { width }) => sum + width, 0);
}

function truncateToWidth(text: string, width: number): MeasuredText {
  if (ONE_COLUMN_EACH.test(text)) {
    if (text.length <= width) return { text, width: text.length };
    return { text: width === 0 ? '' : text.slice(0, width - 1) + ELLIPSIS, width };
  }
  // Nothing takes less than a UTF-16 unit per column, but marks take many: bounded so that a hostile name costs little.
  return cut(measure(text.slice(0, width * 16 + 64)), width);
}

function cut(characters: readonly MeasuredText[], limit: number): MeasuredText {
  let kept = '';
  let width = 0;
  let lengthBeforeEllipsis = 0;
  let widthBeforeEllipsis = 0;
  for (const character of characters) {
    if (width + character.width > limit) {
      if (limit === 0) return { text: '', width: 0 };
      return { text: kept.slice(0, lengthBeforeEllipsis) + ELLIPSIS, width: widthBeforeEllipsis + 1 };
    }
    kept += character.text;
    width += character.width;
    if (width < limit) {
      lengthBeforeEllipsis = kept.length;
      widthBeforeEllipsis = width;
    }
  }
  return { text: kept, width };
}

function measure(text: string): readonly MeasuredText[] {
  const escaped = printable(text.toWellFormed().normalize('NFC')).replace(REGIONAL_INDICATOR, toLetter);
  return Array.from(graphemes.segment(escaped), ({ segment }) => measureGrapheme(segment));
}

function measureGrapheme(grapheme: string): MeasuredText {
  const [first = ''] = grapheme;
  const text = grapheme === first || CHARACTER_AND_MARKS.test(grapheme) ? grapheme : first;
  const width = stringWidth(text);
  // A character without width would still get a column from Ink, and one that joins what follows would take the padding's.
  return width === 0 || joinsWhatFollows(text) ? { text: '', width: 0 } : { text, width };
}

function joinsWhatFollows(text: string): boolean {
  const [first] = graphemes.segment(`${text} `);
  return first !== undefined && first.segment.length > text.length;
}

function toLetter(indicator: string): string {
  return String.fromCharCode('A'.charCodeAt(0) + (indicator.codePointAt(0) ?? 0) - 0x1f1e6);
}
