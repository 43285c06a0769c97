/**
 * How far the monotonic clock of another machine is from ours.
 *
 * Each exchange bounds it: what was read there was read after we asked and before we had the answer. What is taken for
 * true stays as it is while all bounds allow that, so that differences between moments are those of the other clock.
 */
export class HostClock {
  #offsetMs: number | undefined;

  /**
   * Takes one exchange into account.
   *
   * @param thereMs The other clock when it was read; the rest is of ours.
   * @returns What is to be added to the other clock.
   */
  learn(askedMs: number, thereMs: number, answeredMs: number): number {
    const [least, most] = [askedMs - thereMs, answeredMs - thereMs];
    const known = this.#offsetMs ?? (least + most) / 2;
    this.#offsetMs = Math.min(most, Math.max(least, known));
    return this.#offsetMs;
  }
}
