import { readFileSync } from 'node:fs';
import { AGENT_FIELDS } from '../../format/agent-fields.js';
import type { ActiveResource } from '../../format/stack-dump.js';
import { readValue } from '../../format/stats-decode.js';
import { decodeLayout } from '../../format/stats-layout.js';
import { listOwnStatsFiles } from '../own-files.js';
import { monotonicMs } from '../own-process.js';

/** What a thread says of itself in its stats file, also while it is stuck. */
export interface ThreadRecord {
  /** Node's. */
  readonly threadId: number;
  /** The kernel's. */
  readonly tid: number;
  /** Since its start. */
  readonly ageMs: number;
  /** How many worker threads it has. */
  readonly workers: number;
  /** How long ago its event loop last turned, within 0.2 s. */
  readonly sinceTurnMs: number;
  /** Of the last second; 1 when the loop has not turned for longer. */
  readonly eventLoopUtilization: number | undefined;
  /** What keeps its event loop alive, as it was a second ago. */
  readonly activeResources: readonly ActiveResource[];
}

const STALE_AFTER_MS = 1500;
const ACTIVE_RESOURCE = /^nodejs\.active\.resources\{type="(\w+)"\}$/;

/** The records of all threads that have the agent, by Node's thread id. Never throws: what cannot be read is left out. */
export function readThreadRecords(folder: string): ReadonlyMap<number, ThreadRecord> {
  try {
    const records = listOwnStatsFiles(folder).map(readRecord);
    return new Map(records.flatMap((record) => (record === undefined ? [] : [[record.threadId, record] as const])));
  } catch {
    return new Map();
  }
}

function readRecord(path: string): ThreadRecord | undefined {
  try {
    return decodeRecord(readFileSync(path));
  } catch {
    // Its thread has just ended.
    return undefined;
  }
}

function decodeRecord(bytes: Uint8Array): ThreadRecord | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { fields } = decodeLayout(bytes);
  const numberOf = (label: string): number | undefined => {
    const field = fields.find((candidate) => candidate.label === label);
    return field === undefined ? undefined : Number(readValue(view, field));
  };
  const [threadId, tid, heartbeatMs] = [AGENT_FIELDS.threadId, AGENT_FIELDS.tid, AGENT_FIELDS.heartbeat].map(numberOf);
  if (threadId === undefined || tid === undefined || heartbeatMs === undefined) return undefined;
  const sinceTurnMs = Math.max(0, monotonicMs() - heartbeatMs);
  const activeResources = fields.flatMap((field) => {
    const type = ACTIVE_RESOURCE.exec(field.label)?.[1];
    const count = type === undefined ? 0 : Number(readValue(view, field));
    return type === undefined || count === 0 ? [] : [{ type, count }];
  });
  const utilization = numberOf(AGENT_FIELDS.eventLoopUtilization);
  const eventLoopUtilization = utilization === undefined || sinceTurnMs < STALE_AFTER_MS ? utilization : 1;
  const ageMs = Date.now() - (numberOf(AGENT_FIELDS.created) ?? 0) * 1e3;
  const workers = numberOf('nodejs.worker.threads') ?? 0;
  return { threadId, tid, ageMs, workers, sinceTurnMs, eventLoopUtilization, activeResources };
}
