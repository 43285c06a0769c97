import type { Stall, StallReport } from '../format/stalls.js';

/** The stalls of all processes that were heard of, oldest first in each. A value: keeping makes a new one. */
export type KeptStalls = ReadonlyMap<string, readonly KeptStall[]>;

/** A stall, and the life of the process in which it was. */
export interface KeptStall extends Stall {
  readonly pid: number;
}

// A frame is some 200 bytes: 8 MiB in all.
const MAX_FRAMES = 40_000;
const FRAMES_OF_A_STALL = 8;
// Of one that is over the beginning is computed anew, a few ms off.
const SAME_START_MS = 250;

/**
 * The stalls with those of a report of one process; what a process had told before and forgot meanwhile is kept.
 *
 * Memory: at most some 40,000 frames, about 8 MiB; beyond that the oldest stalls of all are forgotten.
 */
export function keepStalls(kept: KeptStalls, processKey: string, report: StallReport): KeptStalls {
  const { pid } = report;
  const told = report.stalls.map((stall): KeptStall => ({ ...stall, pid }));
  const before = (kept.get(processKey) ?? []).filter((old) => !told.some((stall) => isSame(old, stall)));
  const merged = [...before, ...told].toSorted((a, b) => a.startedWallMs - b.startedWallMs);
  return bounded(new Map([...kept, [processKey, merged]]));
}

/** The stalls of a process that had begun by a moment, newest first. */
export function stallsUntil(kept: KeptStalls, processKey: string, wallMs: number): readonly KeptStall[] {
  return (kept.get(processKey) ?? []).filter(({ startedWallMs }) => startedWallMs <= wallMs).toReversed();
}

/** The stall in which a process was at a moment, or that had ended less than `tailMs` before it. */
export function stallAt(kept: KeptStalls, processKey: string, wallMs: number, tailMs: number): KeptStall | undefined {
  const [last] = stallsUntil(kept, processKey, wallMs);
  return last !== undefined && wallMs <= last.startedWallMs + last.lengthMs + tailMs ? last : undefined;
}

/** A name of a stall among those of its process. */
export function stallKey({ pid, startedWallMs }: KeptStall): string {
  return `${pid} ${Math.round(startedWallMs)}`;
}

function isSame(a: KeptStall, b: KeptStall): boolean {
  return a.pid === b.pid && Math.abs(a.startedWallMs - b.startedWallMs) < SAME_START_MS;
}

function bounded(kept: KeptStalls): KeptStalls {
  const all = [...kept].flatMap(([key, stalls]) => stalls.map((stall) => ({ key, stall })));
  let frames = all.reduce((sum, { stall }) => sum + framesOf(stall), 0);
  if (frames <= MAX_FRAMES) return kept;
  const forgotten = new Set<KeptStall>();
  for (const { stall } of all.toSorted((a, b) => a.stall.startedWallMs - b.stall.startedWallMs)) {
    if (frames <= MAX_FRAMES) break;
    frames -= framesOf(stall);
    forgotten.add(stall);
  }
  const left = [...kept].map(([key, stalls]) => [key, stalls.filter((stall) => !forgotten.has(stall))] as const);
  return new Map(left.filter(([, stalls]) => stalls.length > 0));
}

function framesOf({ stacks }: Stall): number {
  return stacks.reduce((sum, { frames }) => sum + frames.length, FRAMES_OF_A_STALL);
}
