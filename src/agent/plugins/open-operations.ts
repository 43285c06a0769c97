import { performance } from 'node:perf_hooks';
import type { Gauge } from '../gauge.js';
import type { Heartbeat } from '../heartbeat.js';
import { threadInFlight } from '../in-flight/in-flight.js';
import { paced } from '../paced.js';
import { Mark } from './mark.js';

// Some MB of a program that is in trouble anyway.
const LIMIT = 100_000;

/**
 * What has begun and not ended, by the object that stands for it, and since when.
 *
 * Nothing that the program could see is attached to the objects: what ends without a word (a client that went away) is
 * found within a second by asking each.
 */
export class OpenOperations<T extends object> {
  readonly #kind: string;
  readonly #inFlight = threadInFlight();
  readonly #active: Gauge;
  /** In a ring through this one, in the order of their beginning: to put in and take out allocates no table. */
  readonly #ring = new OpenOperation<T>(undefined, 0, 0);
  #count = 0;

  /**
   * @param kind Under which they are shown to be in flight.
   * @param hasEnded Whether the operation is over; when it says so and {@link end} was not called, `onLost` is.
   */
  constructor(
    kind: string,
    active: Gauge,
    heartbeat: Heartbeat,
    hasEnded: (operation: T) => boolean,
    onLost: () => void,
  ) {
    this.#kind = kind;
    this.#active = active;
    heartbeat.eachSecond(
      paced(() => {
        for (let each = this.#ring.after; each !== this.#ring; each = each.after) {
          const { subject } = each;
          if (subject !== undefined && hasEnded(subject) && this.end(subject) !== undefined) onLost();
        }
      }),
    );
  }

  /** What it is about, in two parts, and where it began: as {@link InFlight.begin} takes them. */
  begin(subject: T, verb: string, what: string, where = ''): void {
    this.end(subject);
    if (this.#count >= LIMIT) return;
    const startedMs = performance.now();
    const ticket = this.#inFlight.begin(startedMs, this.#kind, verb, what, where);
    const operation = new OpenOperation(subject, startedMs, ticket);
    operation.putBefore(this.#ring);
    Mark.set(subject, operation);
    this.#active.set((this.#count += 1));
  }

  /** @returns How long it took in ms; `undefined` when it is not among those that are open. */
  end(subject: T): number | undefined {
    const operation = Mark.get(subject);
    if (!(operation instanceof OpenOperation)) return undefined;
    Mark.set(subject, undefined);
    operation.takeOut();
    this.#inFlight.end(operation.ticket);
    this.#active.set((this.#count -= 1));
    return performance.now() - operation.startedMs;
  }
}

class OpenOperation<T extends object> {
  readonly subject: T | undefined;
  readonly startedMs: number;
  readonly ticket: number;
  before: OpenOperation<T> = this;
  after: OpenOperation<T> = this;

  constructor(subject: T | undefined, startedMs: number, ticket: number) {
    this.subject = subject;
    this.startedMs = startedMs;
    this.ticket = ticket;
  }

  putBefore(other: OpenOperation<T>): void {
    this.before = other.before;
    this.after = other;
    other.before.after = this;
    other.before = this;
  }

  /** Its own neighbours stay, so that who stands on it can go on. */
  takeOut(): void {
    this.before.after = this.after;
    this.after.before = this.before;
  }
}
