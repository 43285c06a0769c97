import type { Update } from '../events.js';
import { commandOf, keyContext } from '../keymap.js';
import type { UiState } from '../state.js';
import { runCommand } from './command.js';

/** Two keys within this time can be a pair: `gg`. */
const PAIR_MS = 400;

/**
 * Carries out what a key means. Where it makes a pair with the key before, what that one did to the graphs is taken
 * back, and the pair holds: nobody has to wait to see whether a second key comes.
 */
export function pressKey(state: UiState, key: string, atMs: number | undefined): Update {
  const { lastKey } = state;
  const context = keyContext(state);
  if (lastKey !== undefined && atMs !== undefined && atMs - lastKey.atMs <= PAIR_MS) {
    const paired = commandOf(lastKey.key + key, context, state.keys);
    const { graphs, isLogOpen } = lastKey;
    if (paired !== undefined) return runCommand({ ...state, graphs, isLogOpen, lastKey: undefined }, paired);
  }
  const remembered = {
    ...state,
    lastKey: atMs === undefined ? undefined : { key, atMs, graphs: state.graphs, isLogOpen: state.isLogOpen },
  };
  const command = commandOf(key, context, state.keys);
  return command === undefined ? [remembered, []] : runCommand(remembered, command);
}
