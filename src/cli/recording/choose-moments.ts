import { MAX_MOMENTS } from '../../model/recorded-history.js';
import type { Sample } from '../../source/sample.js';

// Of more the most are those of programs that come and go all the time.
const MAX_CHANGES = MAX_MOMENTS / 4;

/**
 * Which samples of a recording are shown: all where they are few; else evenly spread ones, the last, and those in which
 * the state of a process was another. It must have seen all of them to say so.
 */
export class Moments {
  readonly #changes = new Set<number>();
  #states = '';
  sampleCount = 0;

  see({ targets }: Sample): void {
    const states = targets.map(({ target, state }) => `${target.pid} ${state}`).join();
    if (states !== this.#states && this.#changes.size <= MAX_CHANGES) this.#changes.add(this.sampleCount);
    this.#states = states;
    this.sampleCount++;
  }

  /** There are few enough. */
  get areAllKept(): boolean {
    return this.sampleCount <= MAX_MOMENTS;
  }

  /** Of so many samples one is kept. */
  get stride(): number {
    if (this.areAllKept) return 1;
    const changes = this.#changes.size > MAX_CHANGES ? 0 : this.#changes.size;
    return Math.ceil(this.sampleCount / (MAX_MOMENTS - changes - 1));
  }

  /** @param index In the order of the recording, from 0. */
  isKept(index: number): boolean {
    const isChange = this.#changes.size <= MAX_CHANGES && this.#changes.has(index);
    return index % this.stride === 0 || index === this.sampleCount - 1 || isChange;
  }
}
