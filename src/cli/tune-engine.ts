import { setFlagsFromString } from 'node:v8';

// Of Node 20 and of Node 26. To an engine that knows a flag no more it is an error, which would be printed.
const OLDEST_V8 = 11;
const NEWEST_V8 = 14;

/**
 * Makes the engine fit a program that works for some milliseconds once a second, for hours.
 *
 * - New objects get 1 MiB before they are collected, as at the start, and not up to 16: nothing is gained by a larger
 *   place, since what a sample makes is gone with the next. Measured: 111 → 90 MiB of memory.
 * - The heap may grow by 30 % and not to the double before it is collected. Measured after 15 minutes of samples of 50
 *   processes: 128 → 101 MiB. (`--optimize-for-size` comes to 88, and takes a third more CPU.)
 * - Node 20 compiles what has run 8 times as long as by default. Its optimizing compiler took more CPU, on threads of
 *   its own, than the code that it made saved. Measured: a third of all CPU in the first half minute. (From Node 22 on
 *   there is a compiler in between, which is cheap, and other flags.)
 */
export function tuneEngine(): void {
  const version = Number.parseInt(process.versions.v8, 10);
  if (version < OLDEST_V8 || version > NEWEST_V8) return;
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=30');
  if (version === OLDEST_V8) setFlagsFromString('--interrupt-budget=1000000');
}
