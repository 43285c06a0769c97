import type { Command } from '../command.js';
import type { CursorPane, InspectionTab, ListCursor } from '../inspection.js';
import { cursorAt, cursorWindow, scrolledCursor, selectedIndex } from '../list-cursor.js';
import type { UiState } from '../state.js';
import { tabExtent } from '../view/inspection-pane.js';
import { layoutScreen } from '../view/layout.js';
import { LOG_PANE_EXTRA_ROWS, logRows } from '../view/log-lines.js';
import { type Movement, moved } from './movement.js';

const MOVEMENTS: Readonly<Partial<Record<Command, Movement>>> = {
  moveUp: { unit: 'line', count: -1 },
  moveDown: { unit: 'line', count: 1 },
  pageUp: { unit: 'page', count: -1 },
  pageDown: { unit: 'page', count: 1 },
  moveToStart: { unit: 'end', count: -1 },
  moveToEnd: { unit: 'end', count: 1 },
};

/** The state after a command that moves in such a list; `undefined` when it is none. */
export function moveCursor(state: UiState, pane: CursorPane, command: Command): UiState | undefined {
  const movement = MOVEMENTS[command];
  if (movement === undefined) return undefined;
  const { keys, height } = extentOf(state, pane);
  const cursor = cursorOf(state, pane);
  const index = moved(Math.max(0, selectedIndex(cursor, keys)), movement, height, keys.length - 1);
  return withCursor(state, pane, cursorAt(cursor, keys, index, height));
}

/** Puts the cursor on the line that is drawn so many rows below the first of the list; stays where none is. */
export function clickCursor(state: UiState, pane: CursorPane, row: number): UiState {
  const { keys, height } = extentOf(state, pane);
  const cursor = cursorOf(state, pane);
  const { start, end } = cursorWindow(cursor, keys.length, height);
  if (row < 0 || start + row >= end) return state;
  return withCursor(state, pane, cursorAt(cursor, keys, start + row, height));
}

/** Scrolls such a list, without touching the selection. */
export function scrollCursor(state: UiState, pane: CursorPane, lines: number): UiState {
  const { keys, height } = extentOf(state, pane);
  return withCursor(state, pane, scrolledCursor(cursorOf(state, pane), keys.length, height, lines));
}

/**
 * Opens the selected line of a tab, or closes it; one of the lines below an open one closes that.
 *
 * @param isWanted Whether it is to be open; `undefined`: other than it is.
 */
export function toggleRow(state: UiState, tab: InspectionTab, isWanted?: boolean): UiState {
  const { inspection } = state;
  const { view } = tabExtent(state, tab, layoutScreen(state).inspection);
  const keys = view.rows.map(({ key }) => key);
  const at = selectedIndex(inspection.cursor, keys);
  const index = view.rows.findLastIndex(({ isOpen }, row) => row <= at && isOpen !== undefined);
  const row = view.rows[index];
  if (row === undefined || row.isOpen === isWanted) return state;
  const opened = new Set(inspection.opened);
  if (!opened.delete(row.key)) opened.add(row.key);
  const { height } = extentOf(state, tab);
  return { ...state, inspection: { ...inspection, opened, cursor: cursorAt(inspection.cursor, keys, index, height) } };
}

function extentOf(state: UiState, pane: CursorPane): { readonly keys: readonly string[]; readonly height: number } {
  const layout = layoutScreen(state);
  if (pane === 'log') {
    const height = Math.max(1, (layout.log?.height ?? 0) - LOG_PANE_EXTRA_ROWS);
    return { keys: logRows(state).map(({ key }) => key), height };
  }
  const { view, height } = tabExtent(state, pane, layout.inspection);
  return { keys: view.rows.map(({ key }) => key), height };
}

function cursorOf({ inspection, logCursor }: UiState, pane: CursorPane): ListCursor {
  return pane === 'log' ? logCursor : inspection.cursor;
}

function withCursor(state: UiState, pane: CursorPane, cursor: ListCursor): UiState {
  return pane === 'log' ? { ...state, logCursor: cursor } : { ...state, inspection: { ...state.inspection, cursor } };
}
