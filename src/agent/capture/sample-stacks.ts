import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { PortholeError } from '../../errors.js';
import type { StackDump } from '../../format/stack-dump.js';
import type { StackSamples } from '../../format/stack-samples.js';
import { StackTally } from './tally-stacks.js';

/** How often to look, and at what distance. */
export interface Sampling {
  readonly count: number;
  readonly intervalMs: number;
}

/** Takes samples of this process. @param isWanted Asked before each look; an answer that nobody waits for any more is given up. */
export type TakeSamples = (sampling: Sampling, isWanted: () => boolean) => Promise<StackSamples>;

/** @param look Takes one dump without locals: no thread is paused for it. */
export function createSampler(look: () => Promise<StackDump>): TakeSamples {
  let isBusy = false;
  return async (sampling, isWanted) => {
    if (isBusy) throw new PortholeError('no-answer', 'samples are being taken already: try again in a moment');
    isBusy = true;
    try {
      return await takeSamples(look, sampling, isWanted);
    } finally {
      isBusy = false;
    }
  };
}

async function takeSamples(
  look: () => Promise<StackDump>,
  { count, intervalMs }: Sampling,
  isWanted: () => boolean,
): Promise<StackSamples> {
  const startedMs = performance.now();
  const tallies = new Map<number, StackTally>();
  const first = await look();
  let dump = first;
  for (let sample = 1; ; sample++) {
    for (const thread of dump.threads) addThread(tallies, thread);
    if (sample >= count || !isWanted()) break;
    // A look that took longer than the interval costs the next ones no time.
    await wait(Math.max(0, startedMs + sample * intervalMs - performance.now()));
    dump = await look();
  }
  const { pid, name, nodeVersion, capturedWallMs } = first;
  const threads = [...tallies.values()].map((tally) => tally.summarize());
  return {
    version: 1,
    pid,
    name,
    nodeVersion,
    capturedWallMs,
    tookMs: performance.now() - startedMs,
    intervalMs,
    threads,
  };
}

function addThread(tallies: Map<number, StackTally>, thread: StackDump['threads'][number]): void {
  const tally = tallies.get(thread.threadId) ?? new StackTally(thread);
  tallies.set(thread.threadId, tally);
  tally.add(thread);
}
