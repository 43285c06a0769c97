import type { Poller } from '../source/poll.js';
import type { Sample } from '../source/sample.js';

/** Samples whose interval can be changed while they are taken. */
export class ScreenSamples {
  readonly #poller: Poller;
  readonly #stop: AbortSignal;
  #intervalMs: number;
  #change = new AbortController();

  constructor(poller: Poller, intervalMs: number, stop: AbortSignal) {
    this.#poller = poller;
    this.#intervalMs = intervalMs;
    this.#stop = stop;
  }

  /** The next sample comes at once, and then one at each multiple of the new interval. */
  changeInterval(intervalMs: number): void {
    this.#intervalMs = intervalMs;
    this.#change.abort();
    this.#change = new AbortController();
  }

  async *samples(): AsyncGenerator<Sample, void, void> {
    while (!this.#stop.aborted) {
      const signal = AbortSignal.any([this.#stop, this.#change.signal]);
      yield* this.#poller.samples({ intervalMs: this.#intervalMs, signal });
    }
  }
}
