import { useEffect, useState } from 'preact/hooks';
import { initialState, type PageState } from './state.js';

let state = initialState;
const listeners = new Set<() => void>();

/** What is on the page now. */
export function getState(): PageState {
  return state;
}

/** Changes a part of it, and shows that. */
export function change(part: Partial<PageState>): void {
  state = { ...state, ...part };
  for (const listener of listeners) listener();
}

/** The state for a component, which is drawn anew when it changes. */
export function useStore(): PageState {
  const [shown, show] = useState(state);
  useEffect(() => {
    const listener = (): void => show(state);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, []);
  return shown;
}
