import type { PaneName, UiState } from './state.js';

/** What a key, a click on its hint, or a test can order. */
export type Command =
  | 'moveUp'
  | 'moveDown'
  | 'pageUp'
  | 'pageDown'
  | 'moveToStart'
  | 'moveToEnd'
  | 'focusNext'
  | 'focusPrevious'
  | 'openMetrics'
  | 'goBack'
  | 'toggleGraph'
  | 'takeDump'
  | 'attach'
  | 'confirm'
  | 'toggleHelp'
  | 'toggleMouse'
  | 'repaint'
  | 'suspend'
  | 'quit';

/** Where the keyboard is: a pane, the help that lies over all of them, or a question that waits for its answer. */
export type KeyContext = PaneName | 'help' | 'question';

/** A line of the key table. */
export interface KeyBinding {
  readonly keys: readonly string[];
  readonly command: Command;
  readonly contexts: readonly KeyContext[];
  /** What the hint in the key bar says, its key in brackets; `undefined`: no hint. */
  readonly hint: string | undefined;
  readonly help: string;
}

const EVERYWHERE: readonly KeyContext[] = ['processes', 'metrics', 'stack', 'help'];
const PANES: readonly KeyContext[] = ['processes', 'metrics', 'stack'];
const QUESTION: readonly KeyContext[] = ['question'];
const LISTS: readonly KeyContext[] = ['processes', 'metrics'];

/** The one table of keys: the key bar, the help screen and the README's table come from it. */
export const KEY_TABLE: readonly KeyBinding[] = [
  binding(['up', 'k'], 'moveUp', EVERYWHERE, undefined, 'move up'),
  binding(['down', 'j'], 'moveDown', EVERYWHERE, undefined, 'move down'),
  binding(['left'], 'moveUp', ['processes'], undefined, 'the previous process'),
  binding(['right'], 'moveDown', ['processes'], undefined, 'the next process'),
  binding(['pageUp'], 'pageUp', EVERYWHERE, undefined, 'a page up'),
  binding(['pageDown'], 'pageDown', EVERYWHERE, undefined, 'a page down'),
  binding(['home'], 'moveToStart', EVERYWHERE, undefined, 'to the first line'),
  binding(['end', 'G'], 'moveToEnd', EVERYWHERE, undefined, 'to the last line'),
  binding(['tab'], 'focusNext', PANES, '[Tab]pane', 'to the next pane'),
  binding(['shiftTab'], 'focusPrevious', PANES, undefined, 'to the previous pane'),
  binding(['enter'], 'openMetrics', ['processes'], '[Enter]metrics', 'to the metrics of the process'),
  binding(['enter'], 'toggleGraph', ['metrics'], undefined, 'graph the metric from now on, or stop'),
  binding(['g'], 'toggleGraph', LISTS, '[g]raph', 'graph the metric from now on, or stop'),
  binding(['d'], 'takeDump', PANES, '[d]ump', 'stack dump of the selected process, all threads, with locals'),
  binding(['a'], 'attach', LISTS, undefined, 'put the agent into the process, after a question'),
  binding(['y', 'enter'], 'confirm', QUESTION, '[y]es', 'yes, do it'),
  binding(['n', 'escape'], 'goBack', QUESTION, '[n]o', 'no, leave it alone'),
  binding(['escape'], 'goBack', EVERYWHERE, '[Esc]back', 'back: close the help, the stack dump, the graphs'),
  binding(['m'], 'toggleMouse', EVERYWHERE, '[m]ouse', 'give the mouse to the terminal, or take it back'),
  binding(['?', 'h', 'f1'], 'toggleHelp', EVERYWHERE, '[?]help', 'this help'),
  binding(['ctrl-l'], 'repaint', EVERYWHERE, undefined, 'paint the screen anew'),
  binding(['ctrl-z'], 'suspend', EVERYWHERE, undefined, 'suspend; fg comes back'),
  binding(['q', 'ctrl-c'], 'quit', [...EVERYWHERE, ...QUESTION], '[q]uit', 'quit'),
];

/** Where the keyboard is now. */
export function keyContext(state: UiState): KeyContext {
  if (state.isHelpOpen) return 'help';
  return state.question === undefined ? state.focus : 'question';
}

/** The command of a key in a context. */
export function commandOf(key: string, context: KeyContext): Command | undefined {
  return KEY_TABLE.find(({ keys, contexts }) => keys.includes(key) && contexts.includes(context))?.command;
}

/** The lines of the table that have a hint, in one context. */
export function hintedBindings(context: KeyContext): readonly KeyBinding[] {
  return KEY_TABLE.filter(({ hint, contexts }) => hint !== undefined && contexts.includes(context));
}

const KEY_LABELS: ReadonlyMap<string, string> = new Map([
  ['up', '↑'],
  ['down', '↓'],
  ['left', '←'],
  ['right', '→'],
  ['pageUp', 'PgUp'],
  ['pageDown', 'PgDn'],
  ['home', 'Home'],
  ['end', 'End'],
  ['tab', 'Tab'],
  ['shiftTab', 'Shift-Tab'],
  ['enter', 'Enter'],
  ['escape', 'Esc'],
  ['f1', 'F1'],
  ['ctrl-l', 'Ctrl-L'],
  ['ctrl-z', 'Ctrl-Z'],
  ['ctrl-c', 'Ctrl-C'],
]);

/** A key as a person calls it. */
export function keyLabel(key: string): string {
  return KEY_LABELS.get(key) ?? key;
}

/** Where a line of the table holds, in words; `undefined` when it holds wherever it could. */
export function contextLabel({ contexts }: KeyBinding): string | undefined {
  return contexts.length >= PANES.length ? undefined : contexts.join(', ');
}

/** The key table in Markdown, as it stands in the README: its columns are aligned in the source too. */
export function formatKeyTable(): string {
  const rows = KEY_TABLE.map((line) => {
    const keys = line.keys.map((key) => `\`${keyLabel(key)}\``).join(' ');
    const where = contextLabel(line);
    return { keys, does: `${line.help}${where === undefined ? '' : ` (in: ${where})`}` };
  });
  const table = [{ keys: 'key', does: 'does' }, ...rows];
  const keyWidth = Math.max(...table.map(({ keys }) => keys.length));
  const doesWidth = Math.max(...table.map(({ does }) => does.length));
  const [heading = '', ...lines] = table.map(
    ({ keys, does }) => `| ${keys.padEnd(keyWidth)} | ${does.padEnd(doesWidth)} |`,
  );
  return [heading, `| ${'-'.repeat(keyWidth)} | ${'-'.repeat(doesWidth)} |`, ...lines, ''].join('\n');
}

function binding(
  keys: readonly string[],
  command: Command,
  contexts: readonly KeyContext[],
  hint: string | undefined,
  help: string,
): KeyBinding {
  return { keys, command, contexts, hint, help };
}
