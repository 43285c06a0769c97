import { KEY_TABLE, type KeyBinding, type KeyContext, PANES } from './keymap.js';

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
  ['space', 'Space'],
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

/** What a line of the table does, and in which panes, where that is not wherever it could. */
export function describeBinding({ help, contexts }: KeyBinding): string {
  const others = PANES.filter((pane) => !contexts.includes(pane));
  if (contexts.length >= PANES.length) return help;
  return others.length < contexts.length ? `${help} (not in: ${names(others)})` : `${help} (in: ${names(contexts)})`;
}

function names(contexts: readonly KeyContext[]): string {
  return contexts.map((context) => (context === 'inFlight' ? 'in flight' : context)).join(', ');
}

/** The key table in Markdown, as it stands in the README: its columns are aligned in the source too. */
export function formatKeyTable(): string {
  const rows = KEY_TABLE.map((line) => {
    const keys = line.keys.map((key) => `\`${keyLabel(key)}\``).join(' ');
    return { keys, does: describeBinding(line) };
  });
  const table = [{ keys: 'key', does: 'does' }, ...rows];
  const keyWidth = Math.max(...table.map(({ keys }) => keys.length));
  const doesWidth = Math.max(...table.map(({ does }) => does.length));
  const [heading = '', ...lines] = table.map(
    ({ keys, does }) => `| ${keys.padEnd(keyWidth)} | ${does.padEnd(doesWidth)} |`,
  );
  return [heading, `| ${'-'.repeat(keyWidth)} | ${'-'.repeat(doesWidth)} |`, ...lines, ''].join('\n');
}
