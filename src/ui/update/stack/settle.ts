import { type DumpsState, type StackView, sourceKey } from '../../dumps-state.js';
import type { UiEffect, Update } from '../../events.js';
import type { UiState } from '../../state.js';
import type { StackRow } from '../../view/stack/stack-row.js';
import { firstRowId, stackRows } from '../../view/stack/stack-rows.js';
import { selectAt } from '../movement.js';

/** The state with something of the dumps changed. */
export function withDumps(state: UiState, change: Partial<DumpsState>): UiState {
  return { ...state, dumps: { ...state.dumps, ...change } };
}

/** The state with something changed of how the dump is looked at. */
export function withView(state: UiState, change: Partial<StackView>): UiState {
  return withDumps(state, { view: { ...state.dumps.view, ...change } });
}

/** The line that the keyboard is on. */
export function cursorRow(state: UiState): StackRow | undefined {
  return stackRows(state).find(({ id }) => id === state.dumps.cursor);
}

/**
 * What follows from every change of the lines: the cursor stands on one of them and is in sight, and the source lines of
 * what is open are read.
 */
export function settleStack(state: UiState): Update {
  const [asked, effects] = askForSources(state);
  const rows = stackRows(asked);
  const found = rows.findIndex(({ id }) => id === asked.dumps.cursor);
  const first = found < 0 ? firstRowId(asked) : undefined;
  const index = found < 0 ? rows.findIndex(({ id }) => id === first) : found;
  return [rows.length === 0 ? asked : selectAt(asked, 'stack', Math.max(0, index)), effects];
}

function askForSources(state: UiState): Update {
  const { sources } = state.dumps.view;
  const pid = state.stack?.pid;
  const places = stackRows(state).flatMap(({ source }) =>
    source === undefined || sources.has(sourceKey(source)) ? [] : [source],
  );
  if (places.length === 0 || pid === undefined) return [state, []];
  const wanted = new Map(places.map((place) => [sourceKey(place), place]));
  const effects = [...wanted.values()].map(({ file, line }): UiEffect => ({ type: 'readSource', pid, file, line }));
  const asked = new Map([...sources, ...[...wanted.keys()].map((key) => [key, undefined] as const)]);
  return [withView(state, { sources: asked }), effects];
}
