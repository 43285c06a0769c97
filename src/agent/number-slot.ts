import type { Slot } from './stats-file.js';

/** One double that can move from ordinary memory into a stats file. */
export class NumberSlot {
  #cell: Float64Array;

  constructor(initial = 0) {
    this.#cell = Float64Array.of(initial);
  }

  get(): number {
    return this.#cell[0] ?? 0;
  }

  set(value: number): void {
    this.#cell[0] = value;
  }

  encode(): Uint8Array {
    return new Uint8Array(this.#cell.slice().buffer);
  }

  moveTo({ buffer, offset }: Slot): void {
    this.#cell = new Float64Array(buffer, offset, 1);
  }
}
