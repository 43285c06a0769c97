import { StringDecoder } from 'node:string_decoder';
import { decodeInput, flushInput } from './decode-input.js';
import type { InputEvent } from './input-event.js';

/** The part of a terminal's input stream that is needed; a test gives its own. */
export interface InputStream {
  on(event: 'data', listener: (chunk: Buffer | string) => void): unknown;
  off(event: 'data', listener: (chunk: Buffer | string) => void): unknown;
}

// After this long a lone ESC is the Esc key: less than a person notices, more than one sequence takes on its way.
const LONE_ESCAPE_MS = 60;

// The rest of a sequence that began is worth waiting for longer, since its parts would be taken for keys.
const SPLIT_SEQUENCE_MS = 1000;

/**
 * Hands on the keys and mouse reports of a stream, split ones put together.
 *
 * @returns Stops reading.
 */
export function readInput(stream: InputStream, onInput: (event: InputEvent) => void): () => void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let deadline: NodeJS.Timeout | undefined;

  const flush = (): void => {
    const events = flushInput(rest);
    rest = '';
    events.forEach(onInput);
  };
  const onData = (chunk: Buffer | string): void => {
    clearTimeout(deadline);
    const decoded = decodeInput(rest + (typeof chunk === 'string' ? chunk : decoder.write(chunk)));
    rest = decoded.rest;
    if (rest !== '') deadline = setTimeout(flush, rest === '\x1b' ? LONE_ESCAPE_MS : SPLIT_SEQUENCE_MS);
    decoded.events.forEach(onInput);
  };

  stream.on('data', onData);
  return () => {
    clearTimeout(deadline);
    stream.off('data', onData);
  };
}
