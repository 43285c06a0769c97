import type { HostReading, Sample, SearchedPlace, TargetSample } from '../source/sample.js';
import { targetKey } from '../target.js';
import { appendGroupQuantiles, type GroupQuantiles } from './group-quantiles.js';
import { byProgram, type Grouping } from './groups.js';
import { NO_NUMBERS } from './numbers.js';
import { appendTexts, type PastTexts } from './past-texts.js';
import { continueRows, isSameProcess, sameLifeOf } from './restart.js';
import { numbersOf } from './sample-numbers.js';
import { MAX_AGE_MS, MAX_POINTS, type Series } from './series.js';
import {
  appendMoment,
  bytesOf,
  emptyTimeline,
  hasColumn,
  lastMomentOf,
  pointsOf,
  type Timeline,
  type TimelineLimits,
} from './timeline.js';

/** A program as the last 15 minutes show it: one life of a process, or several in one row. */
export interface ProcessHistory {
  /** Stays the same when the program is restarted with another pid. */
  readonly key: string;
  /** As it was last found, its files those that could last be read. */
  readonly latest: TargetSample;
  /** 100 is one CPU; between the last two samples, so `undefined` before the second. */
  readonly cpuPercent: number | undefined;
  readonly isRestarted: boolean;
  /** Whether it was ever found alive; otherwise only its files were found. */
  readonly wasAlive: boolean;
  /** When it was first found to have ended; `undefined` while it lives. */
  readonly endedAtMs: number | undefined;
  /** Earlier lives of this row: their files may still lie there and make no row of their own. */
  readonly formerKeys: readonly string[];
  /** The numbers of all metrics, and those of `FACT_KEYS`. */
  readonly timeline: Timeline;
  /** What its texts were. */
  readonly texts: PastTexts;
  /** Oldest first: how it was found when that was not as before. */
  readonly states: readonly StateChange[];
}

/** A process from one moment on. */
export interface StateChange {
  readonly atMs: number;
  readonly found: TargetSample;
}

/** What is remembered of all samples. A value: appending makes a new one and leaves the old as it was. */
export interface History {
  /** Of the last sample, as is `searched`; `undefined` before the first. */
  readonly atMs: number | undefined;
  readonly wallMs: number | undefined;
  readonly processes: ReadonlyMap<string, ProcessHistory>;
  readonly grouping: Grouping;
  /** Of groups of more than one file. */
  readonly groups: GroupQuantiles;
  readonly searched: readonly SearchedPlace[];
  /** The other machines, as the last sample has them. */
  readonly hosts: readonly HostReading[];
  /** How far back the points go: 15 minutes, less where there is too much to keep. */
  readonly maxAgeMs: number;
  /** What all points may take. */
  readonly maxBytes: number;
}

/** A process that has ended and left no files keeps its row for so long. */
export const KEEP_ENDED_MS = 5 * 60_000;

/** One that never had a file leaves nothing to look at but that it ended. */
export const KEEP_ENDED_BARE_MS = 30_000;

// Builds and scripts without an agent come and go.
const SHORT_LIFE_MS = 10_000;

/** Of a process with more metrics than this the rest have a value but no past. */
export const MAX_COLUMNS = 2000;

/** What all points of all processes may take; where they would take more, fewer minutes of them are kept. */
export const MAX_BYTES = 64 * 2 ** 20;

const MIN_AGE_MS = 2 * 60_000;
const MAX_STATE_CHANGES = 200;

/** Before the first sample. */
export const emptyHistory: History = {
  atMs: undefined,
  wallMs: undefined,
  processes: new Map(),
  grouping: byProgram,
  groups: new Map(),
  searched: [],
  hosts: [],
  maxAgeMs: MAX_AGE_MS,
  maxBytes: MAX_BYTES,
};

/**
 * The history with one more sample.
 *
 * Every number, flag and counter gets a point, and a histogram one for each of
 * its quantiles since the sample before; what is not in the sample gets a gap. A process that starts under the name of one that was seen alive and is
 * gone continues its row, marked as a restart. What is older than 15 minutes is
 * forgotten, and so are ended processes without files after {@link KEEP_ENDED_MS}.
 *
 * Memory: 8 bytes a point that differs from the one before, at most 3,600 points of 2,000 metrics of a process, and
 * at most {@link MAX_BYTES} in all as long as that leaves two minutes. No point is copied.
 */
export function appendSample(history: History, sample: Sample): History {
  const rows = [...history.processes.values()];
  const processes = new Map<string, ProcessHistory>();
  for (const { found, row } of continueRows(rows, sample.targets)) {
    const appended = appendFound(row, found, sample, history);
    processes.set(appended.key, appended);
  }
  for (const row of rows) {
    const appended = processes.has(row.key) ? undefined : appendAbsent(row, sample, history.maxAgeMs);
    if (appended !== undefined) processes.set(row.key, appended);
  }
  const { atMs, wallMs, searched, hosts = [] } = sample;
  const groups = appendGroupQuantiles(history, processes, sample, limitsOf(history.maxAgeMs));
  const maxAgeMs = affordableAgeMs(history, historyBytes({ processes, groups }));
  return { ...history, atMs, wallMs, processes, groups, searched, hosts, maxAgeMs };
}

/** The memory that the points of all processes take. */
export function historyBytes({ processes, groups }: Pick<History, 'processes' | 'groups'>): number {
  const ofProcesses = [...processes.values()].reduce((sum, { timeline }) => sum + bytesOf(timeline), 0);
  return [...groups.values()].reduce((sum, timeline) => sum + bytesOf(timeline), ofProcesses);
}

/**
 * One metric of one process over time; `undefined` when there is no such number.
 *
 * A counter's points are its values; the metric table's `graphOf` has its rates.
 */
export function seriesOf(history: History, processKey: string, metricKey: string): Series | undefined {
  const timeline = history.processes.get(processKey)?.timeline;
  if (timeline === undefined || !hasColumn(timeline, metricKey)) return undefined;
  return { points: pointsOf(timeline, metricKey) };
}

function appendFound(
  row: ProcessHistory | undefined,
  found: TargetSample,
  sample: Sample,
  history: History,
): ProcessHistory {
  const { atMs, wallMs } = found.at ?? sample;
  const last = row === undefined ? undefined : lastMomentOf(row.timeline);
  // Another machine has not looked again since.
  if (row !== undefined && found.at !== undefined && last !== undefined && atMs <= last.atMs) return row;
  const before = sameLifeOf(row?.latest, found);
  const isRestart = row !== undefined && before === undefined;
  const isEnded = found.state === 'ended';
  const cpuPercent = before && cpuPercentBetween(before, found, atMs - (last?.atMs ?? atMs));
  const numbers = isEnded ? NO_NUMBERS : numbersOf(found, before, cpuPercent);
  const limits = limitsOf(history.maxAgeMs);
  return {
    key: row?.key ?? targetKey(found.target),
    latest: before === undefined ? found : keepLastRead(before, found),
    cpuPercent,
    isRestarted: row?.isRestarted === true || isRestart,
    wasAlive: !isEnded || row?.wasAlive === true,
    endedAtMs: isEnded ? (row?.endedAtMs ?? (row?.wasAlive === true ? atMs : undefined)) : undefined,
    formerKeys: isRestart ? [...row.formerKeys, targetKey(row.latest.target)].slice(-100) : (row?.formerKeys ?? []),
    timeline: appendMoment(row?.timeline ?? emptyTimeline, { atMs, wallMs, isRestart }, numbers, limits),
    texts: appendTexts(row?.texts ?? new Map(), found, atMs),
    states: appendState(row?.states ?? [], { atMs, found }),
  };
}

/** What the points of one process or group may take. */
function limitsOf(maxAgeMs: number): TimelineLimits {
  return { maxAgeMs, maxRows: MAX_POINTS, maxColumns: MAX_COLUMNS };
}

function appendAbsent(row: ProcessHistory, { atMs, wallMs }: Sample, maxAgeMs: number): ProcessHistory | undefined {
  const endedAtMs = row.endedAtMs ?? atMs;
  if (atMs - endedAtMs > (row.latest.files.length === 0 ? KEEP_ENDED_BARE_MS : KEEP_ENDED_MS)) return undefined;
  if (row.endedAtMs === undefined && isShortLived(row)) return undefined;
  const stateReason = row.latest.state === 'ended' ? row.latest.stateReason : describeEnd(row.latest);
  const found = { ...row.latest, state: 'ended', stateReason, process: undefined } as const;
  const limits = limitsOf(maxAgeMs);
  return {
    ...row,
    latest: found,
    cpuPercent: undefined,
    endedAtMs,
    timeline: appendMoment(row.timeline, { atMs, wallMs, isRestart: false }, NO_NUMBERS, limits),
    states: appendState(row.states, { atMs, found }),
  };
}

// For how long a loop has been stuck follows from its heartbeat; any other reason is a change.
function appendState(states: readonly StateChange[], change: StateChange): readonly StateChange[] {
  const last = states.at(-1)?.found;
  const { found } = change;
  const isSame =
    last !== undefined &&
    last.state === found.state &&
    isSameProcess(last, found) &&
    (last.stateReason === found.stateReason || found.state === 'stuck');
  return isSame ? states : [...states.slice(1 - MAX_STATE_CHANGES), change];
}

function affordableAgeMs({ maxAgeMs, maxBytes }: History, bytes: number): number {
  if (bytes > maxBytes) return Math.max(MIN_AGE_MS, maxAgeMs - 30_000);
  return bytes < maxBytes / 2 ? Math.min(MAX_AGE_MS, maxAgeMs + 1000) : maxAgeMs;
}

function isShortLived({ latest, timeline }: ProcessHistory): boolean {
  const livedMs = (lastMomentOf(timeline)?.wallMs ?? 0) - (latest.process?.startedWallMs ?? firstWallMs(timeline));
  return latest.files.length === 0 && livedMs < SHORT_LIFE_MS;
}

function firstWallMs({ blocks, skipped }: Timeline): number {
  return blocks[0]?.wallMs[skipped] ?? 0;
}

// Our agent takes its files with it when the program ends in an orderly way.
function describeEnd({ hasAgent, files }: TargetSample): string {
  if (files.length === 0) return 'ended';
  return hasAgent ? 'ended in an orderly way: it took its files with it' : 'ended; its files are gone too';
}

// The last values of a process that ended, or whose files cannot be read just now, are worth more than none.
function keepLastRead(before: TargetSample, found: TargetSample): TargetSample {
  const hasValues = found.files.some(({ snapshot }) => (snapshot?.fields.length ?? 0) > 0);
  if (hasValues) return found;
  const isFileGone = found.state === 'live' && found.files.length === 0 && before.files.length > 0;
  return { ...found, files: before.files, ...(isFileGone ? { stateReason: 'its stats file was removed' } : {}) };
}

function cpuPercentBetween(before: TargetSample, found: TargetSample, elapsedMs: number): number | undefined {
  if (before.process === undefined || found.process === undefined || elapsedMs <= 0) return undefined;
  return Math.max(0, ((found.process.cpuMs - before.process.cpuMs) / elapsedMs) * 100);
}
