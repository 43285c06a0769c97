import assert from 'node:assert/strict';
import type { UiEvent } from '../../src/ui/events.js';
import type { UiState } from '../../src/ui/state.js';
import { drawnLines } from './screen.js';

/** A press of the mouse, or a turn of its wheel, where the screen has this text for the first time. */
export async function mouseOn(state: UiState, text: string, action: 'press' | 'wheelDown' = 'press'): Promise<UiEvent> {
  const lines = await drawnLines(state);
  const row = lines.findIndex((line) => line.includes(text));
  assert.ok(row >= 0, `${text} is not on the screen:\n${lines.join('\n')}`);
  return { type: 'mousePressed', input: { type: 'mouse', action, column: (lines[row] ?? '').indexOf(text), row } };
}
