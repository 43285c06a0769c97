/** The mean of all values. */
export class RunningMean {
  #count = 0;
  #mean = 0;

  /** Takes one more value. @returns the mean with it. */
  add(value: number): number {
    this.#count++;
    // Welford's form: no sum that could grow beyond the precision of a double.
    this.#mean += (value - this.#mean) / this.#count;
    return this.#mean;
  }
}

/** The mean of the last values. */
export class SlidingMean {
  readonly #window: Float64Array;
  #count = 0;
  #sum = 0;

  constructor(size: number) {
    this.#window = new Float64Array(size);
  }

  /** Takes one more value, and leaves out the oldest when there are more than the size. @returns the mean. */
  add(value: number): number {
    const index = this.#count % this.#window.length;
    this.#sum += value - (this.#window[index] ?? 0);
    this.#window[index] = value;
    this.#count++;
    // Once around, the rounding errors of adding and taking away are done with.
    if (index === this.#window.length - 1) this.#sum = this.#window.reduce((sum, one) => sum + one, 0);
    return this.#sum / Math.min(this.#count, this.#window.length);
  }
}
