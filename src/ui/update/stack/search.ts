import type { StackSearch } from '../../dumps-state.js';
import type { Update } from '../../events.js';
import type { UiState } from '../../state.js';
import { stackMatches } from '../../view/stack/matches.js';
import { isThreadNode, type StackRow } from '../../view/stack/stack-row.js';
import { allStackRows, stackRows } from '../../view/stack/stack-rows.js';
import { editText } from '../typing.js';
import { cursorRow, settleStack, withDumps, withView } from './settle.js';

/** Begins to type what is looked for in the dump. */
export function startSearch(state: UiState): UiState {
  const { cursor, view, search } = state.dumps;
  const { toggled, areInternalsShown } = view;
  const from = { cursor, toggled, areInternalsShown };
  return withDumps(state, { search: { text: search?.text ?? '', isTyped: true, from } });
}

/** A key while the search is typed: each character finds the first match at once. Enter keeps it, Esc goes back. */
export function typeSearchKey(state: UiState, key: string): Update {
  const { search } = state.dumps;
  if (search === undefined) return [state, []];
  switch (key) {
    case 'enter':
    case 'tab':
      return [withDumps(state, { search: search.text === '' ? undefined : { ...search, isTyped: false } }), []];
    case 'escape':
    case 'ctrl-c':
      return settleStack(withDumps(asBefore(state, search), { search: undefined }));
    case 'down':
      return goToMatch(state, 1);
    case 'up':
      return goToMatch(state, -1);
    default: {
      const text = editText(search.text, key);
      if (text === undefined) return [state, []];
      return goToMatch(withDumps(asBefore(state, search), { search: { ...search, text } }), 0);
    }
  }
}

/**
 * Moves the cursor to the next match (1), the one before (-1) or the first from where it stands (0); at the end it
 * begins anew. What hides the match is opened.
 */
export function goToMatch(state: UiState, step: -1 | 0 | 1): Update {
  const { search } = state.dumps;
  if (search === undefined) return [{ ...state, notice: 'nothing is looked for: / begins' }, []];
  const matches = stackMatches(state);
  if (matches.length === 0) return settleStack(state);
  const here = placeAmongAll(state);
  const next =
    step < 0
      ? (matches.findLast(({ index }) => index < here) ?? matches.at(-1))
      : (matches.find(({ index }) => index >= here + step) ?? matches[0]);
  return next === undefined ? [state, []] : settleStack(reveal(state, next.row));
}

// Where the line of the cursor would be if all were open; of one that is then not there, what it lies in.
function placeAmongAll(state: UiState): number {
  const all = allStackRows(state);
  const cursor = cursorRow(state);
  const index = all.findIndex(({ id }) => id === cursor?.id);
  return index >= 0
    ? index
    : Math.max(
        0,
        all.findIndex(({ id }) => id === (cursor?.node?.id ?? cursor?.owners.at(-1))),
      );
}

function reveal(state: UiState, { id, owners }: StackRow): UiState {
  const rows = stackRows(state);
  // All but threads are closed at first; a thread is always there to be seen.
  const closed = owners.filter((owner) => {
    const row = rows.find((candidate) => candidate.id === owner);
    return row === undefined ? !state.dumps.view.toggled.has(owner) : row.node?.isOpen === false;
  });
  const toggled = new Set(state.dumps.view.toggled);
  for (const owner of closed) {
    if (isThreadNode(owner) && toggled.has(owner)) toggled.delete(owner);
    else toggled.add(owner);
  }
  const opened = withDumps(closed.length === 0 ? state : withView(state, { toggled }), { cursor: id });
  const isThere = stackRows(opened).some((row) => row.id === id);
  return isThere ? opened : withView(opened, { areInternalsShown: true });
}

function asBefore(state: UiState, { from }: StackSearch): UiState {
  const { cursor, ...view } = from;
  return withDumps(withView(state, view), { cursor });
}
