import { dirname } from 'node:path';
import { AGENT_FIELDS } from '../format/agent-fields.js';
import { findField } from '../format/find-field.js';
import type { StatsField } from '../format/stats-decode.js';
import type { ProcessState, TargetSample } from '../source/sample.js';
import type { History, ProcessHistory } from './history.js';

/** One program, as a line of the list. */
export interface ProcessRow {
  /** Stays the same when the program is restarted with another pid. */
  readonly key: string;
  readonly pid: number;
  /** The other machine that it runs on; its name begins with it. */
  readonly host: string | undefined;
  readonly name: string;
  readonly state: ProcessState;
  readonly stateReason: string | undefined;
  /** 100 is one CPU. */
  readonly cpuPercent: number | undefined;
  readonly rssBytes: number | undefined;
  readonly heapUsedBytes: number | undefined;
  /** The 99th percentile, or the mean where the program publishes no other; of a stuck loop, for how long it has not turned. */
  readonly eventLoopDelayMs: number | undefined;
  /** 0–1. */
  readonly eventLoopUtilization: number | undefined;
  readonly uptimeMs: number | undefined;
  readonly threads: number | undefined;
  /** A name where the system knows one. */
  readonly user: string | undefined;
  /** The TCP ports on which it listens; `undefined` when that is not known (yet). */
  readonly ports: readonly number[] | undefined;
  readonly managedBy: string | undefined;
  readonly hasAgent: boolean;
  readonly runtime: TargetSample['runtime'];
  /** Whether the row goes on from an earlier process of this name. */
  readonly isRestarted: boolean;
  /** `undefined` while it lives, and when nothing says when it ended. */
  readonly endedForMs: number | undefined;
  readonly socket: string | undefined;
  /** Where its files and its socket stand. */
  readonly folder: string | undefined;
}

/**
 * The list of programs: the living by pid, those of this machine first, then those that have ended, the last of them
 * first. Memoized on the history.
 */
export function processRows(history: History): readonly ProcessRow[] {
  const known = remembered.get(history);
  if (known !== undefined) return known;
  const rows = makeRows(history);
  remembered.set(history, rows);
  return rows;
}

// Every key that changes what is shown of a list asks for them again.
const remembered = new WeakMap<History, readonly ProcessRow[]>();

function makeRows(history: History): readonly ProcessRow[] {
  const { atMs, wallMs } = history;
  if (atMs === undefined || wallMs === undefined) return [];
  const rows = [...history.processes.values()].map((process) => rowOf(process, atMs, wallMs));
  return rows.toSorted((a, b) => Number(a.state === 'ended') - Number(b.state === 'ended') || compare(a, b));
}

function compare(a: ProcessRow, b: ProcessRow): number {
  if (a.state !== 'ended') return (a.host ?? '').localeCompare(b.host ?? '') || a.pid - b.pid;
  const never = Number.MAX_SAFE_INTEGER;
  return (a.endedForMs ?? never) - (b.endedForMs ?? never) || a.pid - b.pid;
}

function rowOf(process: ProcessHistory, atMs: number, wallMs: number): ProcessRow {
  const { latest } = process;
  const path = latest.files[0]?.path ?? latest.socket;
  return {
    key: process.key,
    pid: latest.target.pid,
    host: latest.target.host,
    name: latest.name,
    state: latest.state,
    stateReason: latest.stateReason,
    cpuPercent: process.cpuPercent,
    rssBytes: latest.process?.rssBytes,
    heapUsedBytes: numberOf(fieldOf(latest, AGENT_FIELDS.heapUsed)),
    eventLoopDelayMs: eventLoopDelayMs(latest, atMs),
    // A loop that does not turn has not measured itself since.
    eventLoopUtilization:
      latest.state === 'stuck' ? undefined : numberOf(fieldOf(latest, AGENT_FIELDS.eventLoopUtilization)),
    uptimeMs: latest.process === undefined ? undefined : Math.max(0, wallMs - latest.process.startedWallMs),
    threads: latest.process?.threads,
    user: latest.process?.user,
    ports: latest.process?.ports,
    managedBy: latest.process?.managedBy,
    hasAgent: latest.hasAgent,
    runtime: latest.runtime,
    isRestarted: process.isRestarted,
    endedForMs: endedForMs(process, atMs),
    socket: latest.socket,
    folder: path === undefined ? undefined : dirname(path),
  };
}

function eventLoopDelayMs(latest: TargetSample, atMs: number): number | undefined {
  const heartbeatMs = numberOf(fieldOf(latest, AGENT_FIELDS.heartbeat)) ?? 0;
  if (latest.state === 'stuck' && heartbeatMs > 0) return Math.max(0, atMs - heartbeatMs);
  return (
    millisecondsOf(fieldOf(latest, AGENT_FIELDS.eventLoopDelayP99)) ??
    millisecondsOf(fieldOf(latest, AGENT_FIELDS.eventLoopDelayMean))
  );
}

// Of a process that was never seen alive only its last heartbeat tells when it was.
function endedForMs({ latest, endedAtMs }: ProcessHistory, atMs: number): number | undefined {
  if (latest.state !== 'ended') return undefined;
  if (endedAtMs !== undefined) return atMs - endedAtMs;
  const heartbeatMs = numberOf(fieldOf(latest, AGENT_FIELDS.heartbeat)) ?? 0;
  return heartbeatMs > 0 && heartbeatMs <= atMs ? atMs - heartbeatMs : undefined;
}

/** The field of this label in the file of the main thread, or in the first that has one. */
function fieldOf({ target, files }: TargetSample, label: string): StatsField | undefined {
  const main = files.length < 2 ? files[0] : files.find(({ tid }) => tid === target.pid);
  const found = findField(main?.snapshot, label);
  if (found !== undefined || files.length < 2) return found;
  for (const file of files) {
    const elsewhere = findField(file.snapshot, label);
    if (elsewhere !== undefined) return elsewhere;
  }
  return undefined;
}

function numberOf(field: StatsField | undefined): number | undefined {
  return typeof field?.value === 'number' && Number.isFinite(field.value) ? field.value : undefined;
}

function millisecondsOf(field: StatsField | undefined): number | undefined {
  const value = numberOf(field);
  return value === undefined || field?.unit !== 's' ? value : value * 1000;
}
