import { isPlainObject } from './json.js';
import { type CallFrame, type DumpHeader, isLocal, numberOr, originOf } from './stack-dump.js';

/**
 * Every suspended async function and generator of the main thread at one moment. `GET /threads?async=1`.
 *
 * For what an idle process waits for: its stack is empty, and its work sits in functions that wait at an `await`.
 */
export interface AsyncDump extends DumpHeader {
  /** How long the program stood still for the snapshot of its heap. */
  readonly pausedMs: number;
  /** The objects that are shown were asked for by so many shorter stops… */
  readonly questions: number;
  /** … and the longest of those took this long. */
  readonly longestQuestionMs: number;
  /** How many functions are suspended. */
  readonly suspended: number;
  /** Those with frames of the application first, then the largest. */
  readonly groups: readonly AsyncGroup[];
  /** One line for a person: what is missing, and why. */
  readonly note: string | undefined;
}

/** Async stacks that are alike: the same functions, with the same variables in use. */
export interface AsyncGroup {
  readonly count: number;
  /** One at least. The places of the first stand for the group. */
  readonly examples: readonly AsyncExample[];
}

/** One async stack. */
export interface AsyncExample {
  /** Innermost first: each is awaited by the next. */
  readonly frames: readonly AsyncFrame[];
}

export interface AsyncFrame extends CallFrame {
  /** What `line` and `column` are: those of the `await` (or `yield`) or, when it was not asked for, of the function's beginning. */
  readonly place: 'await' | 'function';
}

/** What an {@link AsyncDump} would cost the program now. `GET /async-price`. */
export interface AsyncPrice {
  readonly version: 1;
  readonly heapBytes: number;
  /** How long the main thread will stand still, about: with a core to itself it is less. */
  readonly expectedPauseMs: number;
  /** What V8 will take for it in between, about. */
  readonly expectedMemoryBytes: number;
  /** Why it is refused unless it is forced; `undefined` when it is not. */
  readonly refusal: string | undefined;
}

/** Reads the answer of `/threads?async=1`; `undefined` when it is something else. */
export function parseAsyncDump(value: unknown): AsyncDump | undefined {
  if (!isPlainObject(value) || value['version'] !== 1 || !Array.isArray(value['groups'])) return undefined;
  const { pid, name, nodeVersion, capturedWallMs, tookMs, pausedMs, questions, longestQuestionMs, suspended } = value;
  if (typeof name !== 'string' || typeof nodeVersion !== 'string') return undefined;
  const groups = value['groups'].map(parseGroup).filter((group) => group !== undefined);
  if (typeof pid !== 'number' || groups.length !== value['groups'].length) return undefined;
  const note = typeof value['note'] === 'string' ? value['note'] : undefined;
  return {
    version: 1,
    pid,
    name,
    nodeVersion,
    capturedWallMs: numberOr(capturedWallMs, 0),
    tookMs: numberOr(tookMs, 0),
    pausedMs: numberOr(pausedMs, 0),
    questions: numberOr(questions, 0),
    longestQuestionMs: numberOr(longestQuestionMs, 0),
    suspended: numberOr(suspended, 0),
    groups,
    note,
  };
}

/** Reads the answer of `/async-price`; `undefined` when it is something else. */
export function parseAsyncPrice(value: unknown): AsyncPrice | undefined {
  if (!isPlainObject(value) || value['version'] !== 1) return undefined;
  const { heapBytes, expectedPauseMs, expectedMemoryBytes, refusal } = value;
  if (typeof heapBytes !== 'number' || typeof expectedPauseMs !== 'number') return undefined;
  return {
    version: 1,
    heapBytes,
    expectedPauseMs,
    expectedMemoryBytes: numberOr(expectedMemoryBytes, 0),
    refusal: typeof refusal === 'string' ? refusal : undefined,
  };
}

function parseGroup(value: unknown): AsyncGroup | undefined {
  if (!isPlainObject(value) || !Array.isArray(value['examples'])) return undefined;
  const examples = value['examples'].map(parseExample).filter((example) => example !== undefined);
  return examples.length === 0 ? undefined : { count: numberOr(value['count'], 0), examples };
}

function parseExample(value: unknown): AsyncExample | undefined {
  if (!isPlainObject(value) || !Array.isArray(value['frames'])) return undefined;
  const frames = value['frames'].map(parseAsyncFrame).filter((frame) => frame !== undefined);
  return frames.length === value['frames'].length ? { frames } : undefined;
}

function parseAsyncFrame(value: unknown): AsyncFrame | undefined {
  if (!isPlainObject(value)) return undefined;
  const { functionName, file, line, column, locals, place } = value;
  if (typeof functionName !== 'string' || typeof file !== 'string') return undefined;
  return {
    functionName,
    file,
    line: numberOr(line, 0),
    column: numberOr(column, 0),
    origin: originOf(file),
    locals: Array.isArray(locals) ? locals.filter(isLocal) : undefined,
    place: place === 'await' ? 'await' : 'function',
  };
}
