import { fit } from '../draw/fit.js';
import { wrap } from '../draw/wrap.js';
import { describeBinding, keyLabel } from '../key-text.js';
import type { KeyBinding } from '../keymap.js';
import type { UiState } from '../state.js';
import type { Rect } from './layout.js';
import { STATE_MARKS } from './process-state.js';
import { type PaneView, styledLines, type TextLine } from './styled-line.js';
import { describeWindow, windowOf } from './window.js';

/** Rows of the pane that are not help: its frame. */
export const HELP_PANE_EXTRA_ROWS = 2;

const KEY_COLUMNS = 14;

const MOUSE_HELP: readonly (readonly [string, string])[] = [
  [
    'click',
    'a process, a metric (and graph it, or stop), a heading (sort by it), a graph (its value there), a hint below',
  ],
  ['wheel', 'scroll the pane under the pointer'],
  ['Shift-drag', 'select text (Option in iTerm2); or give the mouse to the terminal with m'],
];

const STATE_HELP: Readonly<Record<string, string>> = {
  live: 'its event loop turns',
  stuck: 'alive, but its event loop has not turned for a while: press d to see where it is',
  ended: 'the process is gone; its last values stay',
  'no agent': 'a Node process without the agent: press a to put it in',
  unreadable: 'it is there and may not or cannot be read',
};

/** The help over the whole screen. */
export function viewHelp(state: UiState, rect: Rect): PaneView {
  const lines = helpLines(state.keys, rect.width - 2);
  const window = windowOf(lines.length, rect.height - HELP_PANE_EXTRA_ROWS, state.scroll.help);
  return {
    title: 'HELP',
    note: describeWindow(window, lines.length),
    isFocused: true,
    lines: styledLines(lines.slice(window.start, window.end), rect.width - 2),
  };
}

/** All lines of the help, none longer than `width`. */
export function helpLines(keys: readonly KeyBinding[], width: number): readonly TextLine[] {
  const lines = [
    heading('Keys'),
    ...keys.map(keyLine),
    plain(''),
    heading('Mouse'),
    ...MOUSE_HELP.map(([action, help]) => plain(`  ${fit(action, KEY_COLUMNS)}${help}`)),
    plain(''),
    heading('Processes'),
    ...STATE_MARKS.map(({ glyph, words }) =>
      plain(`  ${fit(`${glyph} ${words}`, KEY_COLUMNS)}${STATE_HELP[words] ?? ''}`),
    ),
    plain(`  ${fit('↻', KEY_COLUMNS)}it was restarted; its graphs go on`),
  ];
  return lines.flatMap(({ text, look }) => wrap(text, width, 2 + KEY_COLUMNS).map((part) => ({ text: part, look })));
}

function keyLine(line: KeyBinding): TextLine {
  return plain(`  ${fit(line.keys.map(keyLabel).join(' '), KEY_COLUMNS)}${describeBinding(line)}`);
}

function heading(text: string): TextLine {
  return { text, look: 'accent' };
}

function plain(text: string): TextLine {
  return { text, look: 'plain' };
}
