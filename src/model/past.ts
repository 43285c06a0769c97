import { AGENT_FIELDS } from '../format/agent-fields.js';
import type { StatsField } from '../format/stats-decode.js';
import type { FileReading, TargetSample } from '../source/sample.js';
import { formatDurationMs } from '../units.js';
import type { History, ProcessHistory, StateChange } from './history.js';
import { keyedFields } from './metric-key.js';
import { textAt } from './past-texts.js';
import { FACT_KEYS } from './sample-numbers.js';
import { lastMomentOf, lastValueOf, type Timeline, timelineAt } from './timeline.js';

// Another machine was looked at before the sample in which that stands; one that is silent for longer is given up.
const REMOTE_LAG_MS = 20_000;

/**
 * Everything as it was at an earlier moment: the processes that were there, their states and their numbers.
 *
 * The values of metrics over the limit of columns, and very long texts, are the last that were read.
 *
 * Cost: one look at every metric of every process; some 2 ms for 50 of them.
 */
export function historyAt(history: History, atMs: number): History {
  const processes = new Map<string, ProcessHistory>();
  let wallMs: number | undefined;
  for (const [key, row] of history.processes) {
    if (hadLeft(row, atMs)) continue;
    const past = processAt(row, atMs);
    if (past === undefined) continue;
    processes.set(key, past);
    wallMs = Math.max(wallMs ?? 0, lastMomentOf(past.timeline)?.wallMs ?? 0);
  }
  const groups = new Map(
    [...history.groups].map(([application, timeline]) => [application, timelineAt(timeline, atMs)]),
  );
  return { ...history, atMs, wallMs: wallMs ?? history.wallMs, processes, groups };
}

// In a recording: one that was no longer in the list by then.
function hadLeft({ timeline, latest }: ProcessHistory, atMs: number): boolean {
  const lastMs = lastMomentOf(timeline)?.atMs ?? atMs;
  return lastMs + (latest.at === undefined ? 0 : REMOTE_LAG_MS) < atMs;
}

/** When the oldest point was taken that is still there; `undefined` before the first sample. */
export function oldestMs({ processes }: History): number | undefined {
  const firsts = [...processes.values()].flatMap(({ timeline: { blocks, skipped } }) => blocks[0]?.atMs[skipped] ?? []);
  return firsts.length === 0 ? undefined : firsts.reduce((least, one) => Math.min(least, one));
}

function processAt(row: ProcessHistory, atMs: number): ProcessHistory | undefined {
  const timeline = timelineAt(row.timeline, atMs);
  const states = row.states.filter((change) => change.atMs <= atMs);
  // Of one that changes without end the first changes are forgotten.
  const change = states.at(-1) ?? row.states[0];
  if (change === undefined || lastMomentOf(timeline) === undefined) return undefined;
  const isEnded = change.found.state === 'ended';
  return {
    ...row,
    latest: targetAt(row, change, timeline, atMs),
    cpuPercent: numberAt(timeline, FACT_KEYS.cpuPercent),
    isRestarted: row.isRestarted && states.some(({ found }) => found.target.pid !== row.states[0]?.found.target.pid),
    endedAtMs: isEnded ? change.atMs : undefined,
    timeline,
    states,
  };
}

function targetAt(row: ProcessHistory, { found }: StateChange, timeline: Timeline, atMs: number): TargetSample {
  const files = found.target.pid === row.latest.target.pid ? row.latest.files : found.files;
  const rssBytes = numberAt(timeline, FACT_KEYS.rssBytes);
  const threads = numberAt(timeline, FACT_KEYS.threads);
  const process =
    found.process === undefined || rssBytes === undefined
      ? found.process
      : { ...found.process, rssBytes, threads: threads ?? found.process.threads };
  // The last values of an ended process stay.
  const values = found.state === 'ended' ? files : filesAt({ ...found, files }, row, timeline, atMs);
  return { ...found, process, files: values, stateReason: reasonAt(found, timeline, atMs) };
}

function filesAt(
  found: TargetSample,
  { texts }: ProcessHistory,
  timeline: Timeline,
  atMs: number,
): readonly FileReading[] {
  const values = new Map<StatsField, StatsField | undefined>();
  for (const { key, field } of keyedFields(found)) {
    const text = typeof field.value === 'string' ? (textAt(texts, key, atMs) ?? field.value) : undefined;
    values.set(field, text === undefined ? fieldAt(field, key, timeline) : { ...field, value: text });
  }
  return found.files.map((file) => {
    if (file.snapshot === undefined) return file;
    const fields = file.snapshot.fields.flatMap((field) => values.get(field) ?? []);
    return { ...file, snapshot: { brokenReason: file.snapshot.brokenReason, fields } };
  });
}

function fieldAt(field: StatsField, key: string, timeline: Timeline): StatsField | undefined {
  const value = lastValueOf(timeline, key);
  if (value === undefined) return undefined;
  return { ...field, value: typeof field.value === 'boolean' ? value !== 0 : value };
}

function reasonAt(found: TargetSample, timeline: Timeline, atMs: number): string | undefined {
  const heartbeatMs = numberAt(timeline, AGENT_FIELDS.heartbeat) ?? 0;
  const isBlocked = found.state === 'stuck' && found.stateReason?.startsWith('event loop blocked') === true;
  return isBlocked && heartbeatMs > 0 && heartbeatMs <= atMs
    ? `event loop blocked ${formatDurationMs(atMs - heartbeatMs)}`
    : found.stateReason;
}

function numberAt(timeline: Timeline, key: string): number | undefined {
  const value = lastValueOf(timeline, key);
  return value === undefined ? undefined : Number(value);
}
