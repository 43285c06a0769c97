/** How often rates are taken. */
export const TICK_INTERVAL_MS = 5000;

const TICK_MINUTES = TICK_INTERVAL_MS / 60_000;

/**
 * An exponentially weighted rate, as Codahale's Metrics takes it.
 *
 * α = 1 − e^(−5/60/minutes); the first tick sets the rate, each further one moves it: rate += α (instant − rate).
 */
export class Ewma {
  readonly #alpha: number;
  #ratePerS: number | undefined;

  /** @param minutes Over which events lose their weight: 1, 5 or 15. */
  constructor(minutes: number) {
    this.#alpha = 1 - Math.exp(-TICK_MINUTES / minutes);
  }

  /** Takes what was counted in one interval. @returns the rate per second with it. */
  tick(counted: number): number {
    const instantPerS = (counted * 1000) / TICK_INTERVAL_MS;
    const before = this.#ratePerS;
    this.#ratePerS = before === undefined ? instantPerS : before + this.#alpha * (instantPerS - before);
    return this.#ratePerS;
  }
}
