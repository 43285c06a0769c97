import { setTimeout as wait } from 'node:timers/promises';
import { EXIT_DONE } from '../exit-code.js';
import { type FleetProgram, startFleet } from '../fleet.js';
import { type Io, print } from '../io.js';
import { nextSignal } from '../signals.js';
import { runScreen, type ScreenOptions } from './screen.js';

export interface DemoOptions extends ScreenOptions {
  readonly screen: boolean;
}

/** `porthole demo`: a small fleet of real programs, and the screen on it. The fleet ends with the command. */
export async function runDemo(io: Io, options: DemoOptions): Promise<number> {
  await using fleet = await startFleet();
  const targets = fleet.programs.map(({ pid }) => String(pid));
  if (options.screen) return await runScreen(io, { ...options, targets });
  await runUntilInterrupted(io, fleet.programs, options.seconds);
  return EXIT_DONE;
}

async function runUntilInterrupted(
  io: Io,
  programs: readonly FleetProgram[],
  seconds: number | undefined,
): Promise<void> {
  const rest = new AbortController();
  const timeUp = seconds === undefined ? [] : [wait(seconds * 1000, undefined, { signal: rest.signal })];
  const interruption = nextSignal(rest.signal);
  try {
    await print(io, programs.map(({ pid, name }) => `READY ${pid} ${name}\n`).join(''));
    await Promise.race([interruption, ...timeUp]);
  } finally {
    rest.abort();
  }
}
