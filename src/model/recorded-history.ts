import type { Sample } from '../source/sample.js';
import { eventsBetween, type LogEntry } from './event-log.js';
import { appendSample, emptyHistory, type History, historyBytes, type ProcessHistory } from './history.js';
import { MAX_POINTS } from './series.js';

/** What is remembered of a recording while it is read. A value. */
export interface RecordedHistory {
  readonly history: History;
  /** Rows that had left the list when the recording ended, and are there at moments before. */
  readonly former: ReadonlyMap<string, ProcessHistory>;
  /** Newest first. */
  readonly log: readonly LogEntry[];
  readonly firstMs: number | undefined;
}

/** So many moments are shown of a recording: an hour at one sample a second. Of a longer one every second, every third, … */
export const MAX_MOMENTS = MAX_POINTS;

/** What the points of a recording may take in memory; of one that takes more the oldest are forgotten. */
export const MAX_RECORDED_BYTES = 512 * 2 ** 20;

const MAX_FORMER = 2000;
const MAX_LOG_ENTRIES = 500;

/** Before the first sample. */
export const noRecordedHistory: RecordedHistory = {
  history: emptyHistory,
  former: new Map(),
  log: [],
  firstMs: undefined,
};

/** With one more sample, which must be later than the one before. */
export function appendRecorded({ history, former, log, firstMs }: RecordedHistory, sample: Sample): RecordedHistory {
  const spanMs = sample.atMs - (firstMs ?? sample.atMs);
  const maxAgeMs = historyBytes(history) > MAX_RECORDED_BYTES ? spanMs * 0.9 : Number.POSITIVE_INFINITY;
  const next = appendSample({ ...history, maxAgeMs }, sample);
  const left = [...history.processes].filter(([key]) => !next.processes.has(key));
  const events = eventsBetween(history, next);
  return {
    history: next,
    former: left.length === 0 ? former : new Map([...former, ...left].slice(-MAX_FORMER)),
    log: events.length === 0 ? log : [...events.toReversed(), ...log].slice(0, MAX_LOG_ENTRIES),
    firstMs: firstMs ?? sample.atMs,
  };
}

/** All of it as one history, for `historyAt`: at the last moment too, for it has rows that were no more there then. */
export function wholeHistory({ history, former }: RecordedHistory): History {
  return { ...history, processes: new Map([...former, ...history.processes]) };
}
