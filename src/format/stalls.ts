import { isPlainObject } from './json.js';
import { type CallFrame, type NativeState, parseFrame, parseNative } from './stack-dump.js';

/** The times at which the event loop of one process stood still. `GET /stalls`, and the file `stalls-<pid>.json`. */
export interface StallReport {
  readonly version: 1;
  readonly pid: number;
  readonly name: string;
  /** Of the process, in clock ticks since boot, to tell it from a later one of its pid. */
  readonly startTicks: number | undefined;
  readonly capturedWallMs: number;
  /** How late the event loop is when that counts as a stall; 0 when nobody watches. */
  readonly thresholdMs: number;
  /** Since the process started; the stalls below are the last of them. */
  readonly count: number;
  readonly longestMs: number;
  /** Oldest first. */
  readonly stalls: readonly Stall[];
}

/** One time. What held the event loop shorter than a beat of the agent's timer (0.2 s) is not counted in. */
export interface Stall {
  /** When the event loop should have turned. */
  readonly startedWallMs: number;
  /** So far, while it lasts. */
  readonly lengthMs: number;
  readonly isLasting: boolean;
  readonly stacks: readonly StallStack[];
}

/** What the main thread was doing at one moment of a stall. */
export interface StallStack {
  /** Since the stall began. */
  readonly afterMs: number;
  /** `returned`: where it came back from native code, in which it had been blocked. */
  readonly state: 'running' | 'blocked' | 'idle' | 'returned';
  readonly native: NativeState | undefined;
  /** Innermost first. */
  readonly frames: readonly CallFrame[];
}

const STATES: ReadonlySet<unknown> = new Set<StallStack['state']>(['running', 'blocked', 'idle', 'returned']);

/** Reads a report; `undefined` when it is something else. What cannot be read of its stalls is left out. */
export function parseStallReport(value: unknown): StallReport | undefined {
  if (!isPlainObject(value) || value['version'] !== 1 || !Array.isArray(value['stalls'])) return undefined;
  const { pid, name, startTicks, capturedWallMs, thresholdMs, count, longestMs, stalls } = value;
  if (typeof pid !== 'number' || typeof name !== 'string' || typeof capturedWallMs !== 'number') return undefined;
  if (typeof thresholdMs !== 'number' || typeof count !== 'number' || typeof longestMs !== 'number') return undefined;
  return {
    version: 1,
    pid,
    name,
    startTicks: typeof startTicks === 'number' ? startTicks : undefined,
    capturedWallMs,
    thresholdMs,
    count,
    longestMs,
    stalls: stalls.map(parseStall).filter((stall) => stall !== undefined),
  };
}

function parseStall(value: unknown): Stall | undefined {
  if (!isPlainObject(value) || !Array.isArray(value['stacks'])) return undefined;
  const { startedWallMs, lengthMs, isLasting, stacks } = value;
  if (typeof startedWallMs !== 'number' || typeof lengthMs !== 'number') return undefined;
  const known = stacks.map(parseStack).filter((stack) => stack !== undefined);
  return { startedWallMs, lengthMs, isLasting: isLasting === true, stacks: known };
}

function parseStack(value: unknown): StallStack | undefined {
  if (!isPlainObject(value) || !Array.isArray(value['frames'])) return undefined;
  const { afterMs, state, native, frames } = value;
  if (typeof afterMs !== 'number' || !isState(state)) return undefined;
  const known = frames.map(parseFrame).filter((frame) => frame !== undefined);
  return { afterMs, state, native: parseNative(native), frames: known };
}

function isState(value: unknown): value is StallStack['state'] {
  return STATES.has(value);
}
