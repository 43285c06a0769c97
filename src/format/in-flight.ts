import { isPlainObject } from './json.js';

/** What one process has begun and not ended, and what it holds open. `GET /in-flight`. */
export interface InFlightReport {
  readonly version: 1;
  readonly pid: number;
  readonly name: string;
  readonly capturedWallMs: number;
  /** Oldest first. */
  readonly operations: readonly Operation[];
  /** How many more there are than are listed. */
  readonly unlisted: number;
  /** What keeps the process alive; `undefined` when that was not asked. */
  readonly handles: HandleList | undefined;
}

/** Something that waits for its end. */
export interface Operation {
  /** `http.server`, `http.client`, `fetch`, `mysql2`, `redis`, `ioredis`, `child process`, or what the program calls it. */
  readonly kind: string;
  /** What it is about, in one line without the values of secrets. */
  readonly detail: string;
  readonly ageMs: number;
  /** Of the thread that began it; 0 is the main thread. */
  readonly threadId: number;
  /** The line of the application at which it began; `undefined` when that is not known. */
  readonly where: string | undefined;
}

/** What the main thread's event loop holds open. */
export interface HandleList {
  /** `main` told all that keeps it alive; while it does not answer, the `kernel` knows sockets and files only. */
  readonly source: 'main' | 'kernel';
  readonly handles: readonly OpenHandle[];
}

/** One open handle, or as many as are alike. */
export interface OpenHandle {
  /** `Server`, `Socket`, `Timeout`, `ChildProcess`, …: as Node calls them. */
  readonly type: string;
  /** Addresses, paths, pids; empty when there is no more to say. */
  readonly detail: string;
  readonly count: number;
  /** Of the oldest; `undefined` when nobody noted its beginning. */
  readonly ageMs: number | undefined;
}

/** Reads a report; `undefined` when it is something else. What cannot be read in it is left out. */
export function parseInFlight(value: unknown): InFlightReport | undefined {
  if (!isPlainObject(value) || value['version'] !== 1 || !Array.isArray(value['operations'])) return undefined;
  const { pid, name, capturedWallMs, operations, unlisted, handles } = value;
  if (typeof pid !== 'number' || typeof name !== 'string' || typeof capturedWallMs !== 'number') return undefined;
  return {
    version: 1,
    pid,
    name,
    capturedWallMs,
    operations: operations.map(parseOperation).filter((operation) => operation !== undefined),
    unlisted: typeof unlisted === 'number' ? unlisted : 0,
    handles: parseHandleList(handles),
  };
}

/** Reads a list of handles; `undefined` when it is something else. */
export function parseHandleList(value: unknown): HandleList | undefined {
  if (!isPlainObject(value) || !Array.isArray(value['handles'])) return undefined;
  const { source, handles } = value;
  if (source !== 'main' && source !== 'kernel') return undefined;
  return { source, handles: handles.map(parseHandle).filter((handle) => handle !== undefined) };
}

function parseOperation(value: unknown): Operation | undefined {
  if (!isPlainObject(value)) return undefined;
  const { kind, detail, ageMs, threadId, where } = value;
  if (typeof kind !== 'string' || typeof detail !== 'string' || typeof ageMs !== 'number') return undefined;
  if (typeof threadId !== 'number') return undefined;
  return { kind, detail, ageMs, threadId, where: typeof where === 'string' ? where : undefined };
}

function parseHandle(value: unknown): OpenHandle | undefined {
  if (!isPlainObject(value)) return undefined;
  const { type, detail, count, ageMs } = value;
  if (typeof type !== 'string' || typeof detail !== 'string' || typeof count !== 'number') return undefined;
  return { type, detail, count, ageMs: typeof ageMs === 'number' ? ageMs : undefined };
}
