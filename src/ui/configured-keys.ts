import type { Command } from './command.js';
import { keyLabel } from './key-text.js';
import { KEY_TABLE, type KeyBinding } from './keymap.js';

/** The keys of each command. */
export type KeyChoice = Readonly<Partial<Record<Command, readonly string[]>>>;

/** The keys of each command as they are when nobody chooses others. */
export function defaultKeys(): KeyChoice {
  const choice: Partial<Record<Command, readonly string[]>> = {};
  for (const { command, keys } of KEY_TABLE) choice[command] = [...new Set([...(choice[command] ?? []), ...keys])];
  return choice;
}

/** Whether a text names a command. */
export function isCommand(text: string): text is Command {
  return KEY_TABLE.some(({ command }) => command === text);
}

/**
 * The key table with the keys that were chosen. A key that is given to a command is taken from all others; a command
 * that is left with no key at all has none.
 */
export function chooseKeys(choice: KeyChoice): readonly KeyBinding[] {
  const standard = defaultKeys();
  const isSame = (command: Command): boolean =>
    choice[command] === undefined || String(choice[command]) === String(standard[command]);
  const changed = KEY_TABLE.filter(({ command }) => !isSame(command));
  const taken = new Set(changed.flatMap(({ command }) => choice[command] ?? []));
  const seen = new Set<Command>();
  return KEY_TABLE.flatMap((line) => {
    const { command } = line;
    if (isSame(command)) {
      const keys = line.keys.filter((key) => !taken.has(key));
      return keys.length === 0 ? [] : [keys.length === line.keys.length ? line : withKeys(line, keys)];
    }
    // The first line of a command is the one that holds in the most places.
    if (seen.has(command)) return [];
    seen.add(command);
    const keys = choice[command] ?? [];
    return keys.length === 0 ? [] : [withKeys(line, keys)];
  });
}

function withKeys(line: KeyBinding, keys: readonly string[]): KeyBinding {
  const word = line.hint?.replace(/[[\]]/g, '');
  const rest = line.hint?.slice(line.hint.indexOf(']') + 1);
  // `[d]ump` has its key in its word, `[Tab]pane` before it.
  const isKeyInWord = line.hint !== undefined && line.hint.indexOf(']') === 2 && /^\w/.test(line.hint.slice(1));
  const name = isKeyInWord ? word : rest;
  return { ...line, keys, hint: line.hint === undefined ? undefined : `[${keyLabel(keys[0] ?? '')}]${name}` };
}
