import { Writable } from 'node:stream';
import type { ScreenSize } from '../state.js';
import { drawFrameChanges } from './frame-changes.js';

/**
 * What Ink takes for its terminal: each write is a whole picture, of which only the changes are passed on.
 *
 * Ink's own way of writing moves the cursor up from where it left it, clears the
 * scrollback at full height, and leaves lines behind when the window shrinks.
 */
export class FrameStream extends Writable {
  readonly isTTY = false;
  readonly #write: (bytes: string) => void;
  readonly #size: () => ScreenSize;
  #shown: readonly string[] = [];
  #isLast = false;

  constructor(write: (bytes: string) => void, size: () => ScreenSize) {
    super({ decodeStrings: false });
    this.#write = write;
    this.#size = size;
  }

  get columns(): number {
    return this.#size().columns;
  }

  get rows(): number {
    return this.#size().rows;
  }

  /** Forgets what is on the screen and clears it: the next picture is painted whole. */
  forget(): void {
    this.#shown = [];
    this.#write('\x1b[0m\x1b[2J');
  }

  /** The picture that is shown stays: with `CI` in the environment Ink writes an empty one when it ends. */
  keepLast(): void {
    this.#isLast = true;
  }

  override _write(frame: Buffer | string, _encoding: string, done: () => void): void {
    const text = String(frame);
    // An empty write is Ink's question whether all has been written.
    if (text !== '' && !this.#isLast) {
      const lines = text.split('\n').slice(0, this.rows);
      const changes = drawFrameChanges(this.#shown, lines);
      this.#shown = lines;
      if (changes !== '') this.#write(changes);
    }
    done();
  }
}
