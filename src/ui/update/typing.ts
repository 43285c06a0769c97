import type { UiState } from '../state.js';
import { changeList, listOf } from './lists.js';
import { showSelection } from './movement.js';

const MAX_FILTER_LENGTH = 200;

/** Begins to type a filter for the list that the keyboard is in; what stands there can be changed. */
export function startTyping(state: UiState): UiState {
  const list = listOf(state);
  return { ...state, focus: list, typing: { list, before: state.lists[list].filter } };
}

/** A key while a filter is typed: each character changes the list at once. Enter keeps the filter, Esc drops it. */
export function typeKey(state: UiState, key: string): UiState {
  const { typing } = state;
  if (typing === undefined) return state;
  const { filter } = state.lists[typing.list];
  const changed = (text: string): UiState => showSelection(changeList(state, typing.list, { filter: text }));
  switch (key) {
    case 'enter':
    case 'tab':
      return { ...state, typing: undefined };
    case 'escape':
    case 'ctrl-c':
      return { ...changed(''), typing: undefined };
    case 'backspace':
      return filter === '' ? { ...state, typing: undefined } : changed(editText(filter, key) ?? '');
    default: {
      const text = editText(filter, key);
      return text === undefined ? state : changed(text);
    }
  }
}

/** A text after a key that adds to it or takes from it; `undefined` when the key does neither. */
export function editText(text: string, key: string): string | undefined {
  if (key === 'backspace') return Array.from(text).slice(0, -1).join('');
  if (key === 'ctrl-u') return '';
  return Array.from(key).length === 1 && text.length < MAX_FILTER_LENGTH ? text + key : undefined;
}
