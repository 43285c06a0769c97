// A machine that slept, or booted anew, between two sessions.
const MAX_DRIFT_MS = 60_000;

/** The monotonic clocks of several sessions as one that never goes back, by the wall clock in between. */
export class SteadyClock {
  #offsetMs = 0;
  #last: { readonly atMs: number; readonly wallMs: number } | undefined;
  #isFirst = true;

  beginSession(): void {
    this.#isFirst = true;
  }

  /** The moment of the next sample. */
  read({ atMs, wallMs }: { readonly atMs: number; readonly wallMs: number }): number {
    const last = this.#last;
    let steadyMs = atMs + this.#offsetMs;
    if (last !== undefined) {
      const passedMs = wallMs - last.wallMs;
      const isOther = this.#isFirst && Math.abs(steadyMs - last.atMs - passedMs) > MAX_DRIFT_MS;
      if (isOther || steadyMs <= last.atMs) steadyMs = last.atMs + Math.max(1, passedMs);
    }
    this.#offsetMs = steadyMs - atMs;
    this.#last = { atMs: steadyMs, wallMs };
    this.#isFirst = false;
    return steadyMs;
  }

  /** The moment of something that came with the last sample. */
  follow(atMs: number): number {
    return atMs + this.#offsetMs;
  }
}
