import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import xterm from '@xterm/headless';
import type { Command } from '../../src/ui/command.js';
import type { UiEvent } from '../../src/ui/events.js';
import { commandOf, keyContext } from '../../src/ui/keymap.js';
import { showScreen } from '../../src/ui/show-screen.js';
import { initialState, type ScreenSize, type UiState } from '../../src/ui/state.js';
import { FrameStream } from '../../src/ui/terminal/frame-stream.js';
import { paletteOf } from '../../src/ui/terminal/palette.js';
import { update } from '../../src/ui/update.js';

// The clock on the screen is local time.
process.env['TZ'] = 'UTC';

/** A screen of this size before the first sample. */
export function startState(size: ScreenSize): UiState {
  const wallMs = Date.UTC(2024, 4, 6, 12, 0, 0);
  return initialState({ size, hostName: 'web-1', userName: 'ada', intervalMs: 1000, wallMs, isMouseOn: true });
}

/** The state after these events; their effects are dropped. */
export function after(state: UiState, ...events: readonly UiEvent[]): UiState {
  return events.reduce((before, event) => update(before, event)[0], state);
}

/** The press of a key that means the command where the keyboard is now. */
export function press(state: UiState, command: Command): UiEvent {
  const context = keyContext(state);
  const key = state.keys
    .flatMap(({ keys }) => keys)
    .find((candidate) => commandOf(candidate, context, state.keys) === command);
  assert.ok(key !== undefined, `no key for ${command} in ${context}`);
  return { type: 'keyPressed', key };
}

/** The state after these commands, each by its key. */
export function afterCommands(state: UiState, ...commands: readonly Command[]): UiState {
  return commands.reduce((before, command) => after(before, press(before, command)), state);
}

/** The state after a text was typed; `\b` is Backspace. */
export function typed(state: UiState, text: string): UiState {
  const keys = Array.from(text, (character) => (character === '\b' ? 'backspace' : character));
  return after(state, ...keys.map((key) => ({ type: 'keyPressed', key }) as const));
}

/** What a terminal shows of these states, drawn one after the other. */
export async function drawnLines(...states: readonly [UiState, ...UiState[]]): Promise<readonly string[]> {
  return linesOf(await drawnTerminal(states, false));
}

/** The text that a terminal shows, line by line, without the spaces at their ends. */
export function linesOf(terminal: xterm.Terminal): readonly string[] {
  return Array.from(
    { length: terminal.rows },
    (_, row) => terminal.buffer.active.getLine(row)?.translateToString(true) ?? '',
  );
}

/** A terminal emulator on which these states were drawn one after the other. */
export async function drawnTerminal(
  states: readonly [UiState, ...UiState[]],
  hasColors: boolean,
): Promise<xterm.Terminal> {
  const [first] = states;
  const last = states.at(-1) ?? first;
  const terminal = new xterm.Terminal({ cols: last.size.columns, rows: last.size.rows, allowProposedApi: true });
  terminal.write('\x1b[?7l');
  const frames = new FrameStream(
    (bytes) => terminal.write(bytes),
    () => last.size,
  );
  const picture = showScreen(first, frames, assert.ifError, paletteOf(hasColors ? 4 : 1));
  for (const state of states) picture.draw(state);
  picture.close();
  await new Promise<void>((resolve) => terminal.write('', resolve));
  return terminal;
}

/** Compares with `test/golden/NAME.txt`, or writes it when UPDATE_GOLDENS=1. */
export function assertGolden(projectFolder: string, name: string, lines: readonly string[]): void {
  const path = join(projectFolder, 'test/golden', `${name}.txt`);
  const text = `${lines.join('\n')}\n`;
  if (process.env['UPDATE_GOLDENS'] === '1') writeFileSync(path, text);
  assert.equal(text, readFileSync(path, 'utf8'));
}
