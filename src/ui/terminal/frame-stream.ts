import type { ScreenSize } from '../state.js';
import { drawFrameChanges } from './frame-changes.js';

/**
 * The pictures on their way to the terminal: of each only the lines that changed are passed on.
 *
 * Ink's own way of writing moves the cursor up from where it left it, clears the
 * scrollback at full height, and leaves lines behind when the window shrinks.
 */
export class FrameStream {
  readonly #write: (bytes: string) => void;
  readonly #size: () => ScreenSize;
  readonly #translate: (line: string) => string;
  #shown: readonly string[] = [];

  /** @param translate What a terminal that lacks our characters is shown instead of a line. */
  constructor(
    write: (bytes: string) => void,
    size: () => ScreenSize,
    translate: (line: string) => string = (line) => line,
  ) {
    this.#write = write;
    this.#size = size;
    this.#translate = translate;
  }

  size(): ScreenSize {
    return this.#size();
  }

  /** Forgets what is on the screen and clears it: the next picture is painted whole. */
  forget(): void {
    this.#shown = [];
    this.#write('\x1b[0m\x1b[2J');
  }

  /** Shows a picture, as many of its rows as there is room for. */
  show(picture: readonly string[]): void {
    const lines = picture.slice(0, this.#size().rows).map(this.#translate);
    const changes = drawFrameChanges(this.#shown, lines);
    this.#shown = lines;
    if (changes !== '') this.#write(changes);
  }
}
