import type { Counter } from './counter.js';

/** Brings a counter to a total that somebody else keeps. A smaller total changes nothing. */
export function raiseTo(counter: Counter, total: number): void {
  counter.inc(Math.max(0, Math.floor(total) - counter.value));
}
