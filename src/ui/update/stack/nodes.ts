import { dumpToCompare } from '../../../model/kept-dumps.js';
import { shownDump } from '../../dumps-state.js';
import type { Update } from '../../events.js';
import type { UiState } from '../../state.js';
import { INTERNALS, isThreadNode, type StackNode } from '../../view/stack/stack-row.js';
import { stackRows } from '../../view/stack/stack-rows.js';
import { closeTop } from '../focus.js';
import { cursorRow, settleStack, withDumps, withView } from './settle.js';
import { askForValues } from './values.js';

/** Opens what the cursor is on, or closes it. */
export function toggleNode(state: UiState): Update {
  const node = cursorRow(state)?.node;
  return node === undefined ? [state, []] : toggle(state, node);
}

/** Opens what the cursor is on; what is open stays so. */
export function openNode(state: UiState): Update {
  const node = cursorRow(state)?.node;
  return node === undefined || node.isOpen ? [state, []] : toggle(state, node);
}

/** Closes what the cursor is on, or what it lies in; from a frame that is closed it goes to its thread. */
export function closeNode(state: UiState): Update {
  const row = cursorRow(state);
  if (row === undefined) return [state, []];
  if (row.node?.isOpen === true) return toggle(state, row.node);
  const owner = row.owners.at(-1);
  if (owner === undefined) return [state, []];
  return isThreadNode(owner) ? settleStack(withDumps(state, { cursor: owner })) : close(state, owner);
}

/**
 * One level back: the search, then what is open around the cursor (threads stay), then as everywhere: the whole screen,
 * the pane.
 */
export function goBackInStack(state: UiState): Update {
  if (state.dumps.search !== undefined) return [withDumps(state, { search: undefined }), []];
  const row = cursorRow(state);
  const isOpen = row?.node?.isOpen === true && !isThreadNode(row.id);
  const owner = isOpen ? row.id : row?.owners.findLast((id) => !isThreadNode(id));
  return owner === undefined ? [closeTop(state), []] : close(state, owner);
}

/** Shows the frames of Node itself, or hides them. */
export function toggleInternals(state: UiState): Update {
  return settleStack(withView(state, { areInternalsShown: !state.dumps.view.areInternalsShown }));
}

/** Lays the dump before beside the one that is shown, or takes it away. */
export function toggleDifference(state: UiState): Update {
  const { stack, dumps } = state;
  const kept = shownDump(stack);
  const isShown = dumps.view.isDifferenceShown;
  if (!isShown && (kept === undefined || dumpToCompare(dumps.kept, kept) === undefined)) {
    return [{ ...state, notice: 'there is no earlier dump of this process to compare with: d takes another' }, []];
  }
  return settleStack(withView(state, { isDifferenceShown: !isShown }));
}

/** What a click on a line does: it gets the cursor, and what it stands for is opened or closed. */
export function clickRow(state: UiState, index: number): Update {
  const row = stackRows(state)[index];
  if (row === undefined) return [state, []];
  const there = withDumps(state, { cursor: row.id });
  return row.node === undefined ? [there, []] : toggle(there, row.node);
}

function toggle(state: UiState, node: StackNode): Update {
  if (node.id === INTERNALS) return toggleInternals(state);
  const toggled = new Set(state.dumps.view.toggled);
  if (!toggled.delete(node.id)) toggled.add(node.id);
  const next = withDumps(withView(state, { toggled }), { cursor: node.id });
  if (node.isOpen || node.wish === undefined) return settleStack(next);
  const [asked, effects] = askForValues(next, node.wish);
  const [settled, more] = settleStack(asked);
  return [settled, [...effects, ...more]];
}

function close(state: UiState, id: string): Update {
  const row = stackRows(state).find((candidate) => candidate.id === id);
  return row?.node === undefined ? [state, []] : toggle(state, row.node);
}
