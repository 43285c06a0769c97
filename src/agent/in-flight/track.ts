import { performance } from 'node:perf_hooks';
import { types } from 'node:util';
import { isSecretName, REDACTED } from '../capture/secret.js';
import { beganAt } from './began-at.js';
import { threadInFlight } from './in-flight.js';
import { endWhenSettled } from './settling.js';

const MAX_VALUE_LENGTH = 100;
// `begin`, `track`, and whoever called it.
const MAX_FRAMES = 4;

/** What an operation is about: a text, or names and values. Values whose name is a secret's are not shown. */
export type TrackDetail = string | Readonly<Record<string, unknown>>;

/** Ends what is tracked, however often it is called. Disposed at the end of a block by `using`. */
export interface EndTracking extends Disposable {
  (): void;
}

/**
 * Shows what the program is at, as long as it takes, in `porthole stack`: also while it is stuck.
 *
 * ```js
 * const report = await track('job', { id }, () => buildReport(id));
 * await track('job', { id }, promise);
 * using job = track('job', { id });
 * ```
 *
 * Returns what it was given, or what the function returns; nothing is attached to a promise, so that its rejection, and
 * whether anybody handles it, stay what they were. Never throws of itself. Without the agent it does nothing else.
 *
 * Cost: 5 µs, 20 in a cold program, most of it for the line at which it began; 0.6 µs without, after 250 in a second.
 * The end of a promise is noticed up to 0.2 s later; what is only like a promise (a query builder) ends when the
 * function returns.
 */
export function track<T>(kind: string, detail: TrackDetail, work: () => T): T;
export function track<P extends Promise<unknown>>(kind: string, detail: TrackDetail, promise: P): P;
export function track(kind: string, detail?: TrackDetail): EndTracking;
export function track(this: unknown, kind: string, detail: TrackDetail = '', ...rest: readonly unknown[]): unknown {
  const ticket = begin(kind, detail);
  if (rest.length === 0) return createEnd(ticket);
  const [work] = rest;
  if (typeof work !== 'function') return follow(ticket, work);
  let returned: unknown;
  try {
    returned = Reflect.apply(work, this, []);
  } catch (error) {
    threadInFlight().end(ticket);
    throw error;
  }
  return follow(ticket, returned);
}

function begin(kind: unknown, detail: TrackDetail): number {
  const inFlight = threadInFlight();
  if (!inFlight.isOpen) return 0;
  try {
    const startedMs = performance.now();
    const name = typeof kind === 'string' ? kind : describeValue(kind);
    return inFlight.begin(startedMs, name, '', describe(detail), beganAt(startedMs, MAX_FRAMES));
  } catch {
    return 0;
  }
}

function follow<T>(ticket: number, result: T): T {
  if (ticket > 0 && types.isPromise(result)) endWhenSettled(ticket, result);
  else threadInFlight().end(ticket);
  return result;
}

function createEnd(ticket: number): EndTracking {
  let isOver = false;
  const end = (): void => {
    if (!isOver) threadInFlight().end(ticket);
    isOver = true;
  };
  end[Symbol.dispose] = end;
  return end;
}

function describe(detail: TrackDetail): string {
  if (typeof detail === 'string') return detail;
  let text = '';
  for (const name of Object.keys(detail)) {
    text += `${text === '' ? '' : ', '}${name}: ${isSecretName(name) ? REDACTED : describeValue(detail[name])}`;
  }
  return text;
}

function describeValue(value: unknown): string {
  if (typeof value === 'string') return `'${value.slice(0, MAX_VALUE_LENGTH)}'`;
  if (typeof value === 'function') return '[function]';
  return typeof value === 'object' && value !== null ? '[object]' : String(value);
}
