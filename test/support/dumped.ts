import assert from 'node:assert/strict';
import type { StackDump } from '../../src/format/stack-dump.js';
import type { Command } from '../../src/ui/command.js';
import type { UiEffect, UiEvent } from '../../src/ui/events.js';
import type { ScreenSize, UiState } from '../../src/ui/state.js';
import { update } from '../../src/ui/update.js';
import { stackRows } from '../../src/ui/view/stack/stack-rows.js';
import { busyDump, primesSource } from './literal-dumps.js';
import { fleetSample } from './literal-samples.js';
import { after, afterCommands, press, startState } from './screen.js';

export const WIDE = { columns: 120, rows: 40 };

export function fleetAt(size: ScreenSize): UiState {
  const samples = [0, 1].map((second): UiEvent => ({ type: 'sampled', sample: fleetSample(second) }));
  return afterCommands(after(startState(size), ...samples), 'moveDown');
}

export function withDump(state: UiState, dump: StackDump | string): UiState {
  const asked = afterCommands(state, 'takeDump');
  return after(asked, { type: 'dumpArrived', number: asked.requestCount, dump });
}

/** The cursor is on `isPrime`, the innermost frame. */
export function dumped(size: ScreenSize = WIDE): UiState {
  return withDump(fleetAt(size), busyDump(5));
}

/** On `countPrimes`, which calls it: open. */
export function opened(size: ScreenSize = WIDE): UiState {
  return afterCommands(dumped(size), 'moveDown', 'moveDown', 'toggleNode');
}

export function withSource(state: UiState): UiState {
  return after(state, { type: 'sourceRead', file: '/srv/shop/lib/primes.js', line: 12, excerpt: primesSource });
}

export function textOf(state: UiState): readonly string[] {
  return stackRows(state).map((row) =>
    row
      .spans(200)
      .map(({ text }) => text)
      .join(''),
  );
}

export function cursorText(state: UiState): string {
  const index = stackRows(state).findIndex(({ id }) => id === state.dumps.cursor);
  return (textOf(state)[index] ?? '').trim();
}

export function effectsOf(state: UiState, command: Command): readonly UiEffect[] {
  return update(state, press(state, command))[1];
}

/** The cursor goes down to the first line that begins with the text. */
export function downTo(state: UiState, text: string): UiState {
  const index = textOf(state).findIndex((line) => line.replace(/[▸▾]/, '').trim().startsWith(text));
  assert.ok(index >= 0, `${text} in\n${textOf(state).join('\n')}`);
  const row = stackRows(state)[index];
  return { ...state, dumps: { ...state.dumps, cursor: row?.id } };
}
