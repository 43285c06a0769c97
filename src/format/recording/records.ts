import type { Target } from '../../target.js';
import { isPlainObject } from '../json.js';
import type { Sample } from '../sample.js';
import { parseStackDump, type StackDump } from '../stack-dump.js';
import { parseStallReport, type StallReport } from '../stalls.js';
import { RECORD_TYPES } from './frame.js';

/** Where and by whom a run of samples was recorded. A file may hold several, one behind the other. */
export interface RecordedSession {
  readonly hostName: string;
  readonly userName: string;
  readonly startedWallMs: number;
  readonly intervalMs: number;
  readonly portholeVersion: string;
}

/** A stack dump that was taken while recording, or why there is none. */
export interface RecordedDump {
  /** Monotonic and wall clock, as of the samples. */
  readonly atMs: number;
  readonly wallMs: number;
  readonly target: Pick<Target, 'pid' | 'startTicks' | 'host'>;
  readonly name: string;
  /** The text of a process that knows only that form. */
  readonly answer: { readonly dump: StackDump | string } | { readonly failure: string };
}

/** The stalls of one process that are over, with their stacks; each is recorded once. */
export interface RecordedStalls {
  readonly atMs: number;
  readonly wallMs: number;
  readonly report: StallReport;
}

/** What a recording holds, and what a reader finds instead. */
export type RecordedItem =
  | { readonly type: 'session'; readonly session: RecordedSession }
  | { readonly type: 'sample'; readonly sample: Sample }
  | { readonly type: 'dump'; readonly dump: RecordedDump }
  | { readonly type: 'stalls'; readonly stalls: RecordedStalls }
  /** The recording was ended in an orderly way. */
  | { readonly type: 'end'; readonly wallMs: number }
  /** So many bytes were passed over, and with them samples up to the next whole one. */
  | { readonly type: 'lost'; readonly bytes: number; readonly afterWallMs: number | undefined }
  /** It stops in the middle of a record. */
  | { readonly type: 'cutOff'; readonly afterWallMs: number | undefined }
  /** One line; nothing comes after it. */
  | { readonly type: 'unreadable'; readonly reason: string };

/** The payload of every record but a sample: JSON. */
export function encodeJson(
  value: RecordedSession | RecordedDump | RecordedStalls | { readonly wallMs: number },
): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** Reads such a record; `undefined` when it is something else, or of a type that is not known. */
export function decodeJson(type: number, payload: Uint8Array): RecordedItem | undefined {
  const value = parse(payload);
  if (!isPlainObject(value)) return undefined;
  switch (type) {
    case RECORD_TYPES.session:
      return { type: 'session', session: parseSession(value) };
    case RECORD_TYPES.dump:
      return parseDump(value);
    case RECORD_TYPES.stalls: {
      const report = parseStallReport(value['report']);
      return report === undefined ? undefined : { type: 'stalls', stalls: { ...momentOf(value), report } };
    }
    case RECORD_TYPES.end:
      return { type: 'end', wallMs: numberOf(value['wallMs']) };
    default:
      return undefined;
  }
}

function parseSession(value: Readonly<Record<string, unknown>>): RecordedSession {
  return {
    hostName: textOf(value['hostName']),
    userName: textOf(value['userName']),
    startedWallMs: numberOf(value['startedWallMs']),
    intervalMs: numberOf(value['intervalMs']),
    portholeVersion: textOf(value['portholeVersion']),
  };
}

function parseDump(value: Readonly<Record<string, unknown>>): RecordedItem | undefined {
  const { target, name, answer } = value;
  if (!isPlainObject(target) || typeof target['pid'] !== 'number' || !isPlainObject(answer)) return undefined;
  const parsed = parseAnswer(answer);
  if (parsed === undefined) return undefined;
  const startTicks = typeof target['startTicks'] === 'number' ? target['startTicks'] : undefined;
  const host = typeof target['host'] === 'string' ? { host: target['host'] } : {};
  const of = { target: { pid: target['pid'], startTicks, ...host }, name: textOf(name) };
  return { type: 'dump', dump: { ...momentOf(value), ...of, answer: parsed } };
}

function parseAnswer({ dump, failure }: Readonly<Record<string, unknown>>): RecordedDump['answer'] | undefined {
  if (typeof failure === 'string') return { failure };
  const parsed = typeof dump === 'string' ? dump : parseStackDump(dump);
  return parsed === undefined ? undefined : { dump: parsed };
}

function momentOf({ atMs, wallMs }: Readonly<Record<string, unknown>>): { atMs: number; wallMs: number } {
  return { atMs: numberOf(atMs), wallMs: numberOf(wallMs) };
}

function parse(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(payload));
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
