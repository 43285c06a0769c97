import { performance } from 'node:perf_hooks';
import { oncePerThread } from '../once-per-thread.js';
import { monotonicMs } from '../own-process.js';
import type { SlotPool, SlotRegion } from './slot-pool.js';

/** The ticket of what nobody wanted to know. */
const NO_TICKET = 0;

/** What this thread has begun and not ended, for others to read. Does nothing until it is opened. */
export class InFlight {
  #region: SlotRegion | undefined;

  /** Whether anybody can read it. */
  get isOpen(): boolean {
    return this.#region !== undefined;
  }

  open(pool: SlotPool, threadId: number): void {
    this.#region ??= pool.claim(threadId, monotonicMs() - performance.now());
  }

  /** Nobody reads it any more. */
  close(): void {
    this.#region = undefined;
  }

  /**
   * Notes that something has begun. Never throws. Cost: about 0.15 µs for a text of 40 characters, no allocation.
   *
   * @param startedMs By `performance.now()`.
   * @param verb Stands before `what`, without a blank: `GET `.
   * @returns A ticket for {@link end}.
   */
  begin(startedMs: number, kind: string, verb: string, what: string, where = ''): number {
    return this.#region === undefined ? NO_TICKET : this.#region.begin(startedMs, kind, verb, what, where);
  }

  /** Notes that it has ended. */
  end(ticket: number): void {
    if (ticket !== NO_TICKET) this.#region?.end(ticket);
  }
}

/** The one of this thread. */
export function threadInFlight(): InFlight {
  return oncePerThread(Symbol.for('porthole.in-flight.1'), () => new InFlight());
}
