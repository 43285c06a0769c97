import type { UiEffect, UiEvent } from './events.js';
import type { UiState } from './state.js';
import { update } from './update.js';

/** The one place that holds the state. */
export interface Store {
  readonly state: () => UiState;
  readonly emit: (event: UiEvent) => void;
}

/** A store that hands on the effects of each event and then tells of the new state. */
export function createStore(initial: UiState, onChange: () => void, onEffect: (effect: UiEffect) => void): Store {
  let state = initial;
  return {
    state: () => state,
    emit: (event) => {
      const [next, effects] = update(state, event);
      const isChanged = next !== state;
      state = next;
      effects.forEach(onEffect);
      if (isChanged) onChange();
    },
  };
}
