import { setImmediate } from 'node:timers/promises';
import { readMonotonicMs } from './clock.js';

/** Work that can be left between two of its steps: it yields there, and returns what it makes. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Does all of it at once. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Does it in slices of so long, between which this process gets to whatever else has come. */
export async function inSlices<T>(steps: Steps<T>, sliceMs: number): Promise<T> {
  for (let endMs = readMonotonicMs() + sliceMs; ; ) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (readMonotonicMs() < endMs) continue;
    await setImmediate();
    endMs = readMonotonicMs() + sliceMs;
  }
}
