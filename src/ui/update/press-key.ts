import type { Update } from '../events.js';
import { commandOf, keyContext } from '../keymap.js';
import type { UiState } from '../state.js';
import { runCommand } from './command.js';

/** Two keys within this time can be a pair: `g g`. */
const PAIR_MS = 400;

/**
 * Carries out what a key means. Where it makes a pair with the key before, what that one did to the graphs is taken
 * back, and the pair holds: nobody has to wait to see whether a second key comes.
 */
export function pressKey(before: UiState, key: string, atMs: number | undefined): Update {
  const { lastKey } = before;
  const context = keyContext(before);
  if (lastKey !== undefined && atMs !== undefined && atMs - lastKey.atMs <= PAIR_MS) {
    const paired = commandOf(`${lastKey.key} ${key}`, context, before.keys);
    const { graphs, isLogOpen } = lastKey;
    if (paired !== undefined) return runCommand({ ...before, graphs, isLogOpen, lastKey: undefined }, paired);
  }
  const state = remembering(before, key, atMs);
  const command = commandOf(key, context, state.keys);
  return command === undefined ? [state, []] : runCommand(state, command);
}

function remembering(state: UiState, key: string, atMs: number | undefined): UiState {
  const { graphs, isLogOpen } = state;
  const canBePair = state.keys.some(({ keys }) => keys.some((one) => one.startsWith(`${key} `)));
  if (atMs !== undefined && canBePair) return { ...state, lastKey: { key, atMs, graphs, isLogOpen } };
  return state.lastKey === undefined ? state : { ...state, lastKey: undefined };
}
