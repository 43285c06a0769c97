import { performance } from 'node:perf_hooks';
import type { Gauge } from '../gauge.js';
import { type Heartbeat } from '../heartbeat.js';
import { paced } from '../paced.js';

// Some MB of a program that is in trouble anyway.
const LIMIT = 100_000;

/**
 * What has begun and not ended, by the object that stands for it, and since when.
 *
 * Nothing is attached to the objects: what ends without a word (a client that went away) is found
 * within a second by asking each. Where begin and end are all, an operation costs about 0.2 µs.
 */
export class OpenOperations<T extends object> {
  readonly #startedMs = new Map<T, number>();
  readonly #active: Gauge;

  /** @param hasEnded Whether the operation is over; when it says so and {@link end} was not called, `onLost` is. */
  constructor(active: Gauge, heartbeat: Heartbeat, hasEnded: (operation: T) => boolean, onLost: () => void) {
    this.#active = active;
    heartbeat.eachSecond(
      paced(() => {
        for (const operation of this.#startedMs.keys()) {
          if (hasEnded(operation) && this.end(operation) !== undefined) onLost();
        }
      }),
    );
  }

  begin(operation: T): void {
    if (this.#startedMs.size >= LIMIT) return;
    this.#startedMs.set(operation, performance.now());
    this.#active.set(this.#startedMs.size);
  }

  /** @returns How long it took in ms; `undefined` when it is not among those that are open. */
  end(operation: T): number | undefined {
    const startedMs = this.#startedMs.get(operation);
    if (startedMs === undefined) return undefined;
    this.#startedMs.delete(operation);
    this.#active.set(this.#startedMs.size);
    return performance.now() - startedMs;
  }
}
