import { type InFlightReport, parseInFlight } from './in-flight.js';
import { isPlainObject } from './json.js';

/** What every dump says of the process, and of its own making. */
export interface DumpHeader {
  readonly version: 1;
  readonly pid: number;
  readonly name: string;
  readonly nodeVersion: string;
  readonly capturedWallMs: number;
  readonly tookMs: number;
}

/** What every thread of one process was doing at one moment. `GET /threads`. */
export interface StackDump extends DumpHeader {
  readonly threads: readonly ThreadDump[];
  /** What it has begun and not ended; absent when the agent is older. */
  readonly inFlight?: InFlightReport;
}

const THREAD_STATES = ['running', 'idle', 'blocked', 'paused', 'exiting'] as const;

/**
 * `running` JavaScript, `idle` in the event loop, `blocked` in native code
 * (computing or waiting, see {@link NativeState}), `paused` by a debugger, or `exiting`.
 */
export type ThreadState = (typeof THREAD_STATES)[number];

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
  /** How long it took to tell its stack, when that was all that it was asked: it was held up for less. */
  readonly answerMs?: number;
  /** CPU time since its start. This and what follows is absent where it cannot be known, and in dumps of older agents. */
  readonly cpuMs?: number;
  /** 0–1, of the last second. */
  readonly eventLoopUtilization?: number;
  /** How long ago its event loop last turned, within 0.2 s: how long it has been running or blocked. */
  readonly sinceTurnMs?: number;
  /** What keeps its event loop alive, as it was a second ago. */
  readonly activeResources?: readonly ActiveResource[];
  /** The child process for which it is blocked; then `frames` are those of the moment before. */
  readonly blockingCall?: ChildProcessCall;
  /** The last time that a dump found it in native code, and it has come back since. */
  readonly lastBlocked?: BlockedSpell;
}

/** An `execSync`, `execFileSync` or `spawnSync` that has not come back. */
export interface ChildProcessCall {
  /** Program and arguments, or the line for the shell; secrets redacted. */
  readonly command: string;
  readonly startedWallMs: number;
}

/** A time in native code that is over. */
export interface BlockedSpell {
  readonly startedWallMs: number;
  readonly lengthMs: number;
  /** Where it came back, innermost first; empty when that was the event loop. */
  readonly frames: readonly CallFrame[];
}

/** So many of what keeps an event loop alive: `TCPSocketWrap`, `Timeout`, `FSReqCallback`, … */
export interface ActiveResource {
  readonly type: string;
  readonly count: number;
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
  /** The place in the script that runs, when a source map has led from it to the one above. */
  readonly generated?: FramePlace;
}

export interface FramePlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
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
    ...parseThreadFacts(value),
  };
}

function parseThreadFacts(value: Readonly<Record<string, unknown>>): Partial<ThreadDump> {
  const { answerMs, cpuMs, eventLoopUtilization, sinceTurnMs, activeResources, blockingCall } = value;
  const lastBlocked = parseBlockedSpell(value['lastBlocked']);
  return {
    ...(typeof answerMs === 'number' && { answerMs }),
    ...(typeof cpuMs === 'number' && { cpuMs }),
    ...(typeof eventLoopUtilization === 'number' && { eventLoopUtilization }),
    ...(typeof sinceTurnMs === 'number' && { sinceTurnMs }),
    ...(Array.isArray(activeResources) && { activeResources: activeResources.filter(isActiveResource) }),
    ...(isChildProcessCall(blockingCall) && { blockingCall }),
    ...(lastBlocked && { lastBlocked }),
  };
}

function parseBlockedSpell(value: unknown): BlockedSpell | undefined {
  if (!isPlainObject(value) || !Array.isArray(value['frames'])) return undefined;
  const { startedWallMs, lengthMs, frames } = value;
  if (typeof startedWallMs !== 'number' || typeof lengthMs !== 'number') return undefined;
  return { startedWallMs, lengthMs, frames: frames.map(parseFrame).filter((frame) => frame !== undefined) };
}

function isChildProcessCall(value: unknown): value is ChildProcessCall {
  return isPlainObject(value) && typeof value['command'] === 'string' && typeof value['startedWallMs'] === 'number';
}

/** Whether something parsed is a {@link ThreadState}. */
export function isThreadState(value: unknown): value is ThreadState {
  return THREAD_STATES.some((state) => state === value);
}

function isActiveResource(value: unknown): value is ActiveResource {
  return isPlainObject(value) && typeof value['type'] === 'string' && typeof value['count'] === 'number';
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
  const generated = parsePlace(value['generated']);
  return {
    functionName,
    file,
    line: numberOr(line, 0),
    column: numberOr(column, 0),
    origin: generated !== undefined && originOf(generated.file) === 'dependency' ? 'dependency' : originOf(file),
    locals: Array.isArray(locals) ? locals.filter(isLocal) : undefined,
    ...(generated && { generated }),
  };
}

function parsePlace(value: unknown): FramePlace | undefined {
  if (!isPlainObject(value) || typeof value['file'] !== 'string') return undefined;
  return { file: value['file'], line: numberOr(value['line'], 0), column: numberOr(value['column'], 0) };
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
