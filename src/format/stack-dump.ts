import { type InFlightReport, parseInFlight } from './in-flight.js';
import { isPlainObject } from './json.js';

/** What every thread of one process was doing at one moment. `GET /threads`. */
export interface StackDump {
  readonly version: 1;
  readonly pid: number;
  readonly name: string;
  readonly nodeVersion: string;
  readonly capturedWallMs: number;
  readonly tookMs: number;
  readonly threads: readonly ThreadDump[];
  /** What it has begun and not ended; absent when the agent is older. */
  readonly inFlight?: InFlightReport;
}

/**
 * `running` JavaScript, `idle` in the event loop, `blocked` in native code
 * (computing or waiting, see {@link NativeState}), or `paused` by a debugger.
 */
export type ThreadState = 'running' | 'idle' | 'blocked' | 'paused';

export interface ThreadDump {
  readonly name: string;
  /** Node's: 0 for the main thread. */
  readonly threadId: number;
  /** The kernel's; `undefined` where it cannot be known. */
  readonly tid: number | undefined;
  readonly state: ThreadState;
  /** One line for a person: what the state means here, or why something is missing. */
  readonly note: string | undefined;
  /** How long the thread was held up for its locals; 0 when it was not. */
  readonly pausedMs: number;
  readonly native: NativeState | undefined;
  /** Innermost first. Empty when idle, and when blocked in native code. */
  readonly frames: readonly CallFrame[];
}

/** What the kernel says of a thread that does not answer. */
export interface NativeState {
  readonly activity: 'computing' | 'waiting';
  /** The system call by name (`read`, `wait4`) or number; `undefined` when in none or not readable. */
  readonly systemCall: string | undefined;
  /** The kernel function it sleeps in. */
  readonly waitChannel: string | undefined;
}

export interface CallFrame {
  readonly functionName: string;
  /** A path, a URL or a `node:` name; empty for code that has none. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly origin: FrameOrigin;
  /** `undefined` when they were not taken. */
  readonly locals: readonly Local[] | undefined;
}

/** Whose code a frame is: the application's, a package's in `node_modules`, or Node's own. */
export type FrameOrigin = 'application' | 'dependency' | 'node';

/** A variable and a bounded preview of its value; a secret by its name is `[redacted]`. */
export interface Local {
  readonly name: string;
  readonly value: string;
}

/** Whose code a file is, by its path. */
export function originOf(file: string): FrameOrigin {
  if (file.startsWith('node:') || file === '') return 'node';
  return /[\\/]node_modules[\\/]/.test(file) ? 'dependency' : 'application';
}

/** Reads the answer of `/threads`; `undefined` when it is something else. */
export function parseStackDump(value: unknown): StackDump | undefined {
  if (!isPlainObject(value) || value['version'] !== 1 || !Array.isArray(value['threads'])) return undefined;
  const { pid, name, nodeVersion, capturedWallMs, tookMs, threads } = value;
  if (typeof pid !== 'number' || typeof name !== 'string' || typeof nodeVersion !== 'string') return undefined;
  if (typeof capturedWallMs !== 'number' || typeof tookMs !== 'number') return undefined;
  const parsed = threads.map(parseThread);
  if (parsed.includes(undefined)) return undefined;
  const known = parsed.filter((thread) => thread !== undefined);
  const inFlight = parseInFlight(value['inFlight']);
  return {
    version: 1,
    pid,
    name,
    nodeVersion,
    capturedWallMs,
    tookMs,
    threads: known,
    ...(inFlight === undefined ? {} : { inFlight }),
  };
}

function parseThread(value: unknown): ThreadDump | undefined {
  if (!isPlainObject(value) || typeof value['name'] !== 'string' || !Array.isArray(value['frames'])) return undefined;
  const { name, threadId, tid, state, note, pausedMs, native, frames } = value;
  if (!isThreadState(state)) return undefined;
  const parsed = frames.map(parseFrame);
  if (parsed.includes(undefined)) return undefined;
  return {
    name,
    threadId: numberOr(threadId, 0),
    tid: typeof tid === 'number' ? tid : undefined,
    state,
    note: textOrAbsent(note),
    pausedMs: numberOr(pausedMs, 0),
    native: parseNative(native),
    frames: parsed.filter((frame) => frame !== undefined),
  };
}

/** Whether something parsed is a {@link ThreadState}. */
export function isThreadState(value: unknown): value is ThreadState {
  return value === 'running' || value === 'idle' || value === 'blocked' || value === 'paused';
}

/** Reads a {@link NativeState}; `undefined` when it is something else. */
export function parseNative(value: unknown): NativeState | undefined {
  if (!isPlainObject(value)) return undefined;
  const activity = value['activity'];
  if (activity !== 'computing' && activity !== 'waiting') return undefined;
  return {
    activity,
    systemCall: textOrAbsent(value['systemCall']),
    waitChannel: textOrAbsent(value['waitChannel']),
  };
}

/** Reads a {@link CallFrame}; `undefined` when it is something else. */
export function parseFrame(value: unknown): CallFrame | undefined {
  if (!isPlainObject(value) || typeof value['functionName'] !== 'string') return undefined;
  const { functionName, file, line, column, locals } = value;
  if (typeof file !== 'string') return undefined;
  return {
    functionName,
    file,
    line: numberOr(line, 0),
    column: numberOr(column, 0),
    origin: originOf(file),
    locals: Array.isArray(locals) ? locals.filter(isLocal) : undefined,
  };
}

/** Whether something parsed is a {@link Local}. */
export function isLocal(value: unknown): value is Local {
  return isPlainObject(value) && typeof value['name'] === 'string' && typeof value['value'] === 'string';
}

/** A parsed number; `otherwise` when it is something else. */
export function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function textOrAbsent(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
