/**
 * Draws when asked: the first time at once, then so seldom that no two frames are closer than `intervalMs`.
 *
 * What answers a key is drawn at once. It waited for its turn with the others, and that was nearly all of the time
 * from key to picture; so many keys that drawing could not follow come in one piece, and make one frame.
 */
export class FramePacer implements Disposable {
  readonly #draw: () => void;
  readonly #intervalMs: number;
  #timer: NodeJS.Timeout | undefined;
  #isWanted = false;

  constructor(draw: () => void, intervalMs: number) {
    this.#draw = draw;
    this.#intervalMs = intervalMs;
  }

  request(): void {
    if (this.#timer === undefined) this.#drawNow();
    else this.#isWanted = true;
  }

  /** Draws what was asked for and is still waiting. */
  flush(): void {
    if (this.#isWanted) this.#drawNow();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#isWanted = false;
  }

  #drawNow(): void {
    this.#isWanted = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#isWanted) this.#drawNow();
    }, this.#intervalMs);
    this.#draw();
  }
}
