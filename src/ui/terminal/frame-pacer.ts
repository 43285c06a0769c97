/** Draws when asked: the first time at once, then so seldom that no two frames are closer than `intervalMs`. */
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

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#isWanted = false;
  }

  #drawNow(): void {
    this.#isWanted = false;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#isWanted) this.#drawNow();
    }, this.#intervalMs);
    this.#draw();
  }
}
