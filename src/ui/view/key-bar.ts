import type { Command } from '../command.js';
import { widthOf } from '../draw/fit.js';
import { hintedBindings, keyContext } from '../keymap.js';
import type { UiState } from '../state.js';
import { type Span, type StyledLine, span, styledLine } from './styled-line.js';

/** A hint in the key bar, and the columns that it takes: `start` up to but not including `end`. */
export interface KeyHint {
  readonly command: Command;
  readonly hint: string;
  readonly start: number;
  readonly end: number;
}

const GAP_COLUMNS = 1;

// The way out and the way to all other keys are shown before anything else that would take their room.
const ALWAYS: readonly Command[] = ['goBack', 'toggleHelp'];

/** The hints that fit, as buttons. */
export function keyHints(state: UiState): readonly KeyHint[] {
  const bindings = hintedBindings(keyContext(state), state.keys);
  let kept = bindings.reduce((sum, { command, hint }) => sum + (isKept(command) ? roomOf(hint) : 0), 0);
  const hints: KeyHint[] = [];
  let start = 1;
  for (const { hint, command } of bindings) {
    if (hint === undefined) continue;
    if (isKept(command)) kept -= roomOf(hint);
    const end = start + widthOf(hint);
    if (end + kept > state.size.columns) continue;
    hints.push({ command, hint, start, end });
    start = end + GAP_COLUMNS;
  }
  return hints;
}

function isKept(command: Command): boolean {
  return ALWAYS.includes(command);
}

function roomOf(hint = ''): number {
  return widthOf(hint) + GAP_COLUMNS;
}

/** The last line: `[d]ump [?]help [q]uit`. */
export function viewKeyBar(state: UiState): StyledLine {
  const spans = keyHints(state).flatMap(({ hint }): readonly Span[] => {
    const close = hint.indexOf(']') + 1;
    return [span(' '.repeat(GAP_COLUMNS)), span(hint.slice(0, close), 'accent'), span(hint.slice(close), 'dim')];
  });
  return styledLine(spans, state.size.columns);
}
