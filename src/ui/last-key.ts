import type { UiState } from './state.js';

/** The key that was pressed last, until another can no longer make a pair with it, and the graphs before it. */
export interface LastKey extends Pick<UiState, 'graphs' | 'isLogOpen'> {
  readonly key: string;
  /** Monotonic. */
  readonly atMs: number;
}
