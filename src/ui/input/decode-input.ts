import type { InputEvent } from './input-event.js';
import { controlKey, sequenceKey } from './key-names.js';

/** What was understood of the terminal's input, and the start of a sequence whose end has not come yet. */
export interface DecodedInput {
  readonly events: readonly InputEvent[];
  readonly rest: string;
}

const ESCAPE = '\x1b';

// A terminal's answer is short; what pretends to be one and never ends is thrown away.
const MAX_SEQUENCE_LENGTH = 4096;

const MOUSE_REPORT = /^\[<(\d{1,4});(\d{1,5});(\d{1,5})([Mm])$/;

/**
 * Decodes what a terminal sent: keys and mouse reports, each whole.
 *
 * A sequence that is not known (an answer of the terminal, a paste mark, another
 * mouse protocol) is dropped as a whole, so that no part of it is taken for keys.
 *
 * @param text The `rest` of the last call, then what has come since.
 */
export function decodeInput(text: string): DecodedInput {
  const events: InputEvent[] = [];
  let position = 0;
  while (position < text.length) {
    const length = sequenceLength(text, position);
    if (length === undefined) {
      const rest = text.slice(position);
      return { events, rest: rest.length > MAX_SEQUENCE_LENGTH ? '' : rest };
    }
    const event = decodeSequence(text.slice(position, position + length));
    if (event !== undefined) events.push(event);
    position += length;
  }
  return { events, rest: '' };
}

/** What an unfinished sequence meant after all, when nothing more came: a lone ESC is the Esc key. */
export function flushInput(rest: string): readonly InputEvent[] {
  return rest === ESCAPE ? [{ type: 'key', key: 'escape' }] : [];
}

/** How many UTF-16 units belong together from `start`; `undefined` when the end is missing. */
function sequenceLength(text: string, start: number): number | undefined {
  if (text[start] !== ESCAPE) return characterLength(text, start);
  const introducer = text[start + 1];
  if (introducer === undefined) return undefined;
  if (introducer === '[') return controlSequenceLength(text, start);
  if (introducer === 'O') return text.length > start + 2 ? 3 : undefined;
  if (']P_^X'.includes(introducer)) return stringSequenceLength(text, start);
  // Another escape, or a control character: the first was the Esc key.
  return introducer < ' ' || introducer === '\x7f' ? 1 : 1 + characterLength(text, start + 1);
}

function characterLength(text: string, index: number): number {
  return (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
}

function controlSequenceLength(text: string, start: number): number | undefined {
  // The old mouse protocol: three bytes follow the final one.
  if (text[start + 2] === 'M') return text.length >= start + 6 ? 6 : undefined;
  // The Linux console's F1 to F5.
  if (text[start + 2] === '[') return text.length >= start + 4 ? 4 : undefined;
  for (let index = start + 2; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0x40 && code <= 0x7e) return index - start + 1;
    // Not a part of any sequence: what came before it was cut off.
    if (code < 0x20 || code > 0x7e) return index - start;
  }
  return undefined;
}

function stringSequenceLength(text: string, start: number): number | undefined {
  for (let index = start + 2; index < text.length; index++) {
    if (text[index] === '\x07') return index - start + 1;
    if (text[index] === ESCAPE && text[index + 1] === '\\') return index - start + 2;
  }
  return undefined;
}

function decodeSequence(sequence: string): InputEvent | undefined {
  if (!sequence.startsWith(ESCAPE)) {
    const code = sequence.codePointAt(0) ?? 0;
    const key = code < 0x20 || code === 0x7f ? controlKey(code) : sequence;
    return key === undefined ? undefined : { type: 'key', key };
  }
  if (sequence === ESCAPE) return { type: 'key', key: 'escape' };
  const report = MOUSE_REPORT.exec(sequence.slice(1));
  if (report !== null) return decodeMouse(report);
  const key = sequenceKey(sequence.slice(1));
  return key === undefined ? undefined : { type: 'key', key };
}

function decodeMouse([, buttons, column, row, final]: RegExpExecArray): InputEvent | undefined {
  const button = Number(buttons);
  const at = { column: Number(column) - 1, row: Number(row) - 1 };
  if (at.column < 0 || at.row < 0) return undefined;
  if (button === 64) return { type: 'mouse', action: 'wheelUp', ...at };
  if (button === 65) return { type: 'mouse', action: 'wheelDown', ...at };
  return button === 0 && final === 'M' ? { type: 'mouse', action: 'press', ...at } : undefined;
}
