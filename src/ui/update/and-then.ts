import type { Update } from '../events.js';
import type { UiState } from '../state.js';

/** A change and the next one, with the orders of both. */
export function andThen([state, effects]: Update, next: (state: UiState) => Update): Update {
  const [after, more] = next(state);
  return [after, more.length === 0 ? effects : [...effects, ...more]];
}
