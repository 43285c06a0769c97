import { inspect } from 'node:util';
import { oncePerThread } from '../once-per-thread.js';
import { threadInFlight } from './in-flight.js';

// Only the first words of the answer are of interest.
const BRIEFLY = {
  depth: 0,
  customInspect: false,
  maxArrayLength: 0,
  maxStringLength: 0,
  breakLength: Infinity,
} as const;

/** Tickets of this thread by the promise at whose end they end. */
function pending(): Map<number, WeakRef<Promise<unknown>>> {
  return oncePerThread(Symbol.for('porthole.settling.1'), () => new Map<number, WeakRef<Promise<unknown>>>());
}

/**
 * Ends `ticket` when `promise` is settled, up to a beat (0.2 s) later.
 *
 * Nothing is attached to the promise: a handler of ours would hide from the program, and from Node, that nobody
 * handles its rejection. A promise that nobody can settle any more ends when it is collected.
 */
export function endWhenSettled(ticket: number, promise: Promise<unknown>): void {
  pending().set(ticket, new WeakRef(promise));
}

/** Ends those whose promises are settled. Never throws. Cost: about 2 µs for each that is pending. */
export function endSettled(): void {
  const tickets = pending();
  for (const [ticket, reference] of tickets) {
    const promise = reference.deref();
    if (promise !== undefined && isPending(promise)) continue;
    tickets.delete(ticket);
    threadInFlight().end(ticket);
  }
}

// The state of a promise is told by nobody else who does not touch it.
function isPending(promise: Promise<unknown>): boolean {
  try {
    return /\{\s*<pending>/.test(inspect(promise, BRIEFLY));
  } catch {
    return false;
  }
}
