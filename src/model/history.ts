import type { StatsValue } from '../format/stats-decode.js';
import type { Sample, SearchedPlace, TargetSample } from '../source/sample.js';
import { targetKey } from '../target.js';
import { keyedFields } from './metric-key.js';
import { continueRows } from './restart.js';
import { appendMoment, appendValue, type Column, type Moment, pointsOf, type Series } from './series.js';
import { windowQuantiles } from './window-quantiles.js';

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
  readonly moments: readonly Moment[];
  readonly columns: ReadonlyMap<string, Column>;
}

/** What is remembered of all samples. A value: appending makes a new one and leaves the old as it was. */
export interface History {
  /** Of the last sample, as is `searched`; `undefined` before the first. */
  readonly atMs: number | undefined;
  readonly wallMs: number | undefined;
  readonly processes: ReadonlyMap<string, ProcessHistory>;
  readonly searched: readonly SearchedPlace[];
}

/** A process that has ended and left no files keeps its row for so long. */
export const KEEP_ENDED_MS = 5 * 60_000;

/** One that never had a file leaves nothing to look at but that it ended. */
export const KEEP_ENDED_BARE_MS = 30_000;

// Builds and scripts without an agent come and go.
const SHORT_LIFE_MS = 10_000;

/** Of a process with more metrics than this the rest have a value but no past. */
export const MAX_COLUMNS = 2000;

/** Before the first sample. */
export const emptyHistory: History = { atMs: undefined, wallMs: undefined, processes: new Map(), searched: [] };

/**
 * The history with one more sample.
 *
 * Every number, flag and counter gets a point, and a histogram one for each of
 * its quantiles since the sample before; what is not in the sample gets a gap. A process that starts under the name of one that was seen alive and is
 * gone continues its row, marked as a restart. What is older than 15 minutes is
 * forgotten, and so are ended processes without files after {@link KEEP_ENDED_MS}.
 *
 * Memory: 8 bytes a point; at most 3,600 points of 2,000 metrics of a process.
 */
export function appendSample(history: History, sample: Sample): History {
  const rows = [...history.processes.values()];
  const continuations = continueRows(rows, sample.targets);
  const processes = new Map<string, ProcessHistory>();
  for (const { found, row } of continuations) {
    const appended = appendFound(row, found, sample, history.atMs);
    processes.set(appended.key, appended);
  }
  for (const row of rows) {
    const appended = processes.has(row.key) ? undefined : appendAbsent(row, sample);
    if (appended !== undefined) processes.set(row.key, appended);
  }
  return { atMs: sample.atMs, wallMs: sample.wallMs, processes, searched: sample.searched };
}

/**
 * One metric of one process over time; `undefined` when there is no such number.
 *
 * A counter's points are its values; the metric table's `graphOf` has its rates.
 */
export function seriesOf(history: History, processKey: string, metricKey: string): Series | undefined {
  const process = history.processes.get(processKey);
  const column = process?.columns.get(metricKey);
  return process === undefined || column === undefined ? undefined : { points: pointsOf(process.moments, column) };
}

function appendFound(
  row: ProcessHistory | undefined,
  found: TargetSample,
  { atMs, wallMs }: Sample,
  beforeMs: number | undefined,
): ProcessHistory {
  const before = row?.latest;
  const isSameLife = before !== undefined && (isSameProcess(before, found) || found.state === 'ended');
  const isRestart = before !== undefined && !isSameLife;
  const isEnded = found.state === 'ended';
  const moments = appendMoment(row?.moments ?? [], { atMs, wallMs, isRestart });
  return {
    key: row?.key ?? targetKey(found.target),
    latest: isSameLife ? keepLastRead(before, found) : found,
    cpuPercent: isSameLife ? cpuPercentBetween(before, found, atMs - (beforeMs ?? atMs)) : undefined,
    isRestarted: row?.isRestarted === true || isRestart,
    wasAlive: !isEnded || row?.wasAlive === true,
    endedAtMs: isEnded ? (row?.endedAtMs ?? (row?.wasAlive === true ? atMs : undefined)) : undefined,
    formerKeys: isRestart
      ? [...(row?.formerKeys ?? []), targetKey(before.target)].slice(-100)
      : (row?.formerKeys ?? []),
    moments,
    columns: appendColumns(
      row?.columns ?? new Map(),
      isEnded ? new Map() : numbersOf(found, isSameLife ? before : undefined),
      moments.length,
    ),
  };
}

// In a container a program that is restarted has the same pid each time; only its start tells.
function isSameProcess({ target: a }: TargetSample, { target: b }: TargetSample): boolean {
  if (a.pid !== b.pid) return false;
  return a.startTicks === b.startTicks || a.startTicks === undefined || b.startTicks === undefined;
}

function appendAbsent(row: ProcessHistory, { atMs, wallMs }: Sample): ProcessHistory | undefined {
  const endedAtMs = row.endedAtMs ?? atMs;
  if (atMs - endedAtMs > (row.latest.files.length === 0 ? KEEP_ENDED_BARE_MS : KEEP_ENDED_MS)) return undefined;
  if (row.endedAtMs === undefined && isShortLived(row)) return undefined;
  const stateReason = row.latest.state === 'ended' ? row.latest.stateReason : describeEnd(row.latest);
  const moments = appendMoment(row.moments, { atMs, wallMs, isRestart: false });
  return {
    ...row,
    latest: { ...row.latest, state: 'ended', stateReason, process: undefined },
    cpuPercent: undefined,
    endedAtMs,
    moments,
    columns: appendColumns(row.columns, new Map(), moments.length),
  };
}

function isShortLived({ latest, moments }: ProcessHistory): boolean {
  const [first] = moments;
  const last = moments.at(-1);
  const livedMs = (last?.wallMs ?? 0) - (latest.process?.startedWallMs ?? first?.wallMs ?? 0);
  return latest.files.length === 0 && livedMs < SHORT_LIFE_MS;
}

// Our agent takes its files with it when the program ends in an orderly way.
function describeEnd({ hasAgent, files }: TargetSample): string {
  if (files.length === 0) return 'ended';
  return hasAgent ? 'ended in an orderly way: it took its files with it' : 'ended; its files are gone too';
}

// The last values of a process that ended, or whose files cannot be read just now, are worth more than none.
function keepLastRead(before: TargetSample, found: TargetSample): TargetSample {
  const hasValues = found.files.some(({ snapshot }) => (snapshot?.fields.length ?? 0) > 0);
  return hasValues ? found : { ...found, files: before.files };
}

function cpuPercentBetween(before: TargetSample, found: TargetSample, elapsedMs: number): number | undefined {
  if (before.process === undefined || found.process === undefined || elapsedMs <= 0) return undefined;
  return Math.max(0, ((found.process.cpuMs - before.process.cpuMs) / elapsedMs) * 100);
}

function numbersOf(found: TargetSample, before: TargetSample | undefined): ReadonlyMap<string, number | bigint> {
  const numbers = new Map<string, number | bigint>();
  for (const { key, field } of keyedFields(found)) {
    const number = numberOf(field.value);
    if (number !== undefined) numbers.set(key, number);
  }
  if (before === undefined) return numbers;
  for (const [key, quantile] of windowQuantiles(before, found)) numbers.set(key, quantile);
  return numbers;
}

function numberOf(value: StatsValue): number | bigint | undefined {
  if (typeof value === 'string') return undefined;
  return typeof value === 'boolean' ? Number(value) : value;
}

function appendColumns(
  columns: ReadonlyMap<string, Column>,
  numbers: ReadonlyMap<string, number | bigint>,
  length: number,
): ReadonlyMap<string, Column> {
  const appended = new Map<string, Column>();
  for (const [key, column] of columns) {
    const next = appendValue(column, numbers.get(key) ?? Number.NaN, length);
    if (numbers.has(key) || next.some((value) => !Number.isNaN(value))) appended.set(key, next);
  }
  for (const [key, number] of numbers) {
    if (!appended.has(key) && appended.size < MAX_COLUMNS) appended.set(key, [number]);
  }
  return appended;
}
