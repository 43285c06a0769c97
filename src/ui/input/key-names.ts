const CONTROL_KEYS: ReadonlyMap<number, string> = new Map([
  [0x08, 'backspace'],
  [0x09, 'tab'],
  [0x0a, 'enter'],
  [0x0d, 'enter'],
  [0x7f, 'backspace'],
]);

const SEQUENCE_KEYS: ReadonlyMap<string, string> = new Map([
  ['[A', 'up'],
  ['[B', 'down'],
  ['[C', 'right'],
  ['[D', 'left'],
  ['OA', 'up'],
  ['OB', 'down'],
  ['OC', 'right'],
  ['OD', 'left'],
  ['[H', 'home'],
  ['[F', 'end'],
  ['OH', 'home'],
  ['OF', 'end'],
  ['[1~', 'home'],
  ['[7~', 'home'],
  ['[4~', 'end'],
  ['[8~', 'end'],
  ['[5~', 'pageUp'],
  ['[6~', 'pageDown'],
  ['[Z', 'shiftTab'],
  ['OM', 'enter'],
  ['OP', 'f1'],
  ['[11~', 'f1'],
  ['[[A', 'f1'],
]);

/** The name of a control character's key; `undefined` for NUL and the rare ones. */
export function controlKey(code: number): string | undefined {
  const named = CONTROL_KEYS.get(code);
  if (named !== undefined) return named;
  return code >= 1 && code <= 26 ? `ctrl-${String.fromCharCode(code + 0x60)}` : undefined;
}

/** The name of the key that sends ESC and then `sequence`. */
export function sequenceKey(sequence: string): string | undefined {
  return SEQUENCE_KEYS.get(sequence);
}
