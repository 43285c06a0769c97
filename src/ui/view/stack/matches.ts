import type { UiState } from '../../state.js';
import { type Span, span } from '../styled-line.js';
import type { StackRow } from './stack-row.js';
import { allStackRows } from './stack-rows.js';

/** A line that has the text in it, and its place among all of them. */
export interface StackMatch {
  readonly row: StackRow;
  readonly index: number;
}

interface Found {
  readonly text: string;
  readonly matches: readonly StackMatch[];
}

// Asked for at each key and each picture; a dump of thousands of lines is searched once for each text.
const found = new WeakMap<object, Found>();

/** Every line of the dump that has the text of the search in it, hidden ones too; upper and lower case are alike. */
export function stackMatches(state: Pick<UiState, 'stack' | 'dumps'>): readonly StackMatch[] {
  const { search } = state.dumps;
  if (search === undefined || search.text === '') return [];
  const all = allStackRows(state);
  const known = found.get(all);
  if (known?.text === search.text) return known.matches;
  const wanted = search.text.toLowerCase();
  const matches = all.flatMap((row, index) => (searchedText(row).includes(wanted) ? [{ row, index }] : []));
  found.set(all, { text: search.text, matches });
  return matches;
}

/** `/limit/ 2 of 7`, with a mark while it is typed; empty when nothing is looked for. */
export function searchNote(state: Pick<UiState, 'stack' | 'dumps'>): string {
  const { search, cursor } = state.dumps;
  if (search === undefined) return '';
  const matches = stackMatches(state);
  const at = matches.findIndex(({ row }) => row.id === cursor);
  const place =
    search.text === '' ? '' : matches.length === 0 ? ' not found' : ` ${at < 0 ? '–' : at + 1} of ${matches.length}`;
  return `/${search.text}${search.isTyped ? '▏' : '/'}${place}`;
}

/** The pieces of a line with each place that has the text in a look of its own. */
export function highlightMatches(spans: readonly Span[], wanted: string): readonly Span[] {
  const text = spans.map((piece) => piece.text).join('');
  const [lower, part] = [text.toLowerCase(), wanted.toLowerCase()];
  // Few letters have a lower case of another length: there the places would not be those of the text.
  if (part === '' || lower.length !== text.length || !lower.includes(part)) return spans;
  const starts: number[] = [];
  for (let at = lower.indexOf(part); at >= 0; at = lower.indexOf(part, at + part.length)) starts.push(at);
  const edges = starts.flatMap((start) => [start, start + part.length]);
  let end = 0;
  return spans.flatMap((piece) => {
    const start = end;
    end += piece.text.length;
    const cuts = [start, ...edges.filter((edge) => edge > start && edge < end), end];
    return cuts.slice(1).flatMap((to, index) => {
      const from = cuts[index] ?? start;
      const isMatch = starts.some((at) => from >= at && to <= at + part.length);
      return from === to ? [] : [span(text.slice(from, to), isMatch ? 'match' : piece.look)];
    });
  });
}

const texts = new WeakMap<StackRow, string>();

// As wide as it is: what is cut off on the screen is found too.
function searchedText(row: StackRow): string {
  const known = texts.get(row);
  if (known !== undefined) return known;
  const pieces = row.spans(Number.MAX_SAFE_INTEGER).map(({ text }) => text);
  const text = pieces.join('').toLowerCase();
  texts.set(row, text);
  return text;
}
