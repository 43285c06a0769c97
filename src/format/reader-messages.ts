import type { PortholeErrorCode } from '../errors.js';
import { isPlainObject } from './json.js';

// What an exchange with a socket can fail with; anything else is told by its message.
const CODES: readonly PortholeErrorCode[] = ['not-found', 'not-permitted', 'no-answer', 'bad-answer'];

/** What is asked of the reader on another machine: one line of JSON each, on its stdin. */
export type ReaderRequest =
  /** One look at all processes: one `recording` frame is the answer. */
  | { readonly type: 'sample' }
  /** Sends `request` to a socket there (nothing: only listens), and what comes back is the answer. */
  | {
      readonly type: 'exchange';
      readonly id: number;
      readonly socket: string;
      readonly request: string | undefined;
      readonly deadlineMs: number;
    }
  /** Some lines of a source file, as that process sees its files: the JSON of a `SourceExcerpt` is the answer. */
  | {
      readonly type: 'source';
      readonly id: number;
      readonly pid: number;
      readonly file: string;
      readonly line: number;
    };

/** One that is answered under its `id`. */
export type NumberedRequest = Extract<ReaderRequest, { readonly id: number }>;

/** What it says as JSON. */
export type ReaderMessage =
  | { readonly type: 'hello'; readonly portholeVersion: string; readonly hostName: string }
  /** It cannot look at what was asked for; nothing comes after it. */
  | { readonly type: 'refused'; readonly message: string }
  /** Of an `exchange`. */
  | { readonly type: 'failed'; readonly id: number; readonly code: PortholeErrorCode; readonly message: string };

/** `undefined` for a line that is no request. */
export function parseReaderRequest(line: string): ReaderRequest | undefined {
  const given = parseObject(line);
  if (given['type'] === 'sample') return { type: 'sample' };
  const { type, id, socket, request, deadlineMs } = given;
  if (type === 'source') return parseSourceRequest(given);
  if (type !== 'exchange' || typeof id !== 'number' || typeof socket !== 'string') return undefined;
  if (typeof deadlineMs !== 'number') return undefined;
  return { type, id, socket, request: typeof request === 'string' ? request : undefined, deadlineMs };
}

function parseSourceRequest(given: Readonly<Record<string, unknown>>): ReaderRequest | undefined {
  const { id, pid, file, line } = given;
  if (typeof id !== 'number' || typeof pid !== 'number') return undefined;
  return typeof file === 'string' && typeof line === 'number' ? { type: 'source', id, pid, file, line } : undefined;
}

/** `undefined` for what this porthole does not know. */
export function parseReaderMessage(given: Readonly<Record<string, unknown>>): ReaderMessage | undefined {
  const { type, portholeVersion, hostName, message, id, code } = given;
  switch (type) {
    case 'hello':
      return { type, portholeVersion: String(portholeVersion), hostName: String(hostName) };
    case 'refused':
      return { type, message: String(message) };
    case 'failed':
      if (typeof id !== 'number') return undefined;
      return { type, id, code: CODES.find((each) => each === code) ?? 'connection-lost', message: String(message) };
    default:
      return undefined;
  }
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isPlainObject(value) ? value : {};
  } catch {
    return {};
  }
}
