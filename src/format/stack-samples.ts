import { isPlainObject } from './json.js';
import {
  type CallFrame,
  type DumpHeader,
  isThreadState,
  type NativeState,
  numberOr,
  parseFrame,
  parseNative,
  type ThreadState,
} from './stack-dump.js';

/** How often each stack of a process was met in a number of looks. `GET /samples?count=100&interval=10`. */
export interface StackSamples extends DumpHeader {
  /** As it was asked for; a look takes place late when the one before took longer. */
  readonly intervalMs: number;
  readonly threads: readonly ThreadSamples[];
}

export interface ThreadSamples {
  readonly name: string;
  /** Node's: 0 for the main thread. */
  readonly threadId: number;
  /** How many looks there were. Those that found it idle, or in native code, are among them. */
  readonly samples: number;
  /** How long all its answers took together: for less than that it was held up. 0 from older agents, which do not tell. */
  readonly answersMs: number;
  /** The most frequent first. */
  readonly stacks: readonly StackCount[];
  /** How many looks met a stack that is left out of {@link stacks}, for there are too many. */
  readonly otherStacks: number;
  /** The functions of the application's, the packages' and Node's own code: by `self`, then by `total`. */
  readonly functions: readonly FunctionCount[];
}

/** A stack, or a state without one, and in how many looks it was met. */
export interface StackCount {
  readonly count: number;
  readonly state: ThreadState;
  readonly native: NativeState | undefined;
  /** Innermost first. */
  readonly frames: readonly CallFrame[];
}

export interface FunctionCount {
  readonly functionName: string;
  readonly file: string;
  /** Looks in which it was running itself. */
  readonly self: number;
  /** Looks in which it, or something that it called, was running. */
  readonly total: number;
}

/** The bounds of what may be asked for. */
export const MAX_SAMPLES = 10_000;
export const MAX_SAMPLING_MS = 600_000;

/** Reads the answer of `/samples`; `undefined` when it is something else. */
export function parseStackSamples(value: unknown): StackSamples | undefined {
  if (!isPlainObject(value) || value['version'] !== 1 || !Array.isArray(value['threads'])) return undefined;
  const { pid, name, nodeVersion, capturedWallMs, tookMs, intervalMs } = value;
  if (typeof pid !== 'number' || typeof name !== 'string' || typeof nodeVersion !== 'string') return undefined;
  const threads = value['threads'].map(parseThreadSamples).filter((thread) => thread !== undefined);
  if (threads.length !== value['threads'].length || typeof intervalMs !== 'number') return undefined;
  const times = { capturedWallMs: numberOr(capturedWallMs, 0), tookMs: numberOr(tookMs, 0), intervalMs };
  return { version: 1, pid, name, nodeVersion, ...times, threads };
}

function parseThreadSamples(value: unknown): ThreadSamples | undefined {
  if (!isPlainObject(value) || !Array.isArray(value['stacks']) || !Array.isArray(value['functions'])) return undefined;
  return {
    name: String(value['name']),
    threadId: numberOr(value['threadId'], 0),
    samples: numberOr(value['samples'], 0),
    answersMs: numberOr(value['answersMs'], 0),
    stacks: value['stacks'].map(parseStackCount).filter((stack) => stack !== undefined),
    otherStacks: numberOr(value['otherStacks'], 0),
    functions: value['functions'].filter(isPlainObject).map(({ functionName, file, self, total }) => {
      return {
        functionName: String(functionName),
        file: String(file),
        self: numberOr(self, 0),
        total: numberOr(total, 0),
      };
    }),
  };
}

function parseStackCount(value: unknown): StackCount | undefined {
  if (!isPlainObject(value) || !Array.isArray(value['frames']) || !isThreadState(value['state'])) return undefined;
  const frames = value['frames'].map(parseFrame).filter((frame) => frame !== undefined);
  return { count: numberOr(value['count'], 0), state: value['state'], native: parseNative(value['native']), frames };
}
