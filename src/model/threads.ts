import { AGENT_FIELDS } from '../format/agent-fields.js';
import { findField } from '../format/find-field.js';
import type { FileReading } from '../source/sample.js';
import type { ProcessHistory } from './history.js';

/** A thread that has a stats file of its own. */
export interface ThreadFile {
  readonly tid: number;
  /** `main thread`, `thread 2`. */
  readonly name: string;
  readonly heapUsedBytes: number | undefined;
  readonly eventLoopDelayMs: number | undefined;
  /** 0–1. */
  readonly eventLoopUtilization: number | undefined;
}

/** The threads of a process that have a file, the main thread first; memoized on its files. */
export function threadsOf(process: ProcessHistory | undefined): readonly ThreadFile[] {
  if (process === undefined || process.latest.files.length < 2) return [];
  const { files, target } = process.latest;
  const known = remembered.get(files);
  if (known !== undefined) return known;
  const threads = new Map<number, ThreadFile>();
  for (const file of files) {
    if (file.tid === undefined || threads.has(file.tid)) continue;
    threads.set(file.tid, threadOf(file, file.tid, target.pid));
  }
  const ordered = [...threads.values()].toSorted(
    (a, b) => Number(b.tid === target.pid) - Number(a.tid === target.pid) || a.tid - b.tid,
  );
  remembered.set(files, ordered);
  return ordered;
}

const remembered = new WeakMap<readonly FileReading[], readonly ThreadFile[]>();

function threadOf({ snapshot }: FileReading, tid: number, pid: number): ThreadFile {
  const numberOf = (label: string): number | undefined => {
    const value = findField(snapshot, label)?.value;
    return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
  };
  const threadId = numberOf(AGENT_FIELDS.threadId);
  const isMain = threadId === 0 || tid === pid;
  return {
    tid,
    name: isMain ? 'main thread' : threadId === undefined ? `thread ${tid}` : `thread ${threadId}`,
    heapUsedBytes: numberOf(AGENT_FIELDS.heapUsed),
    eventLoopDelayMs: numberOf(AGENT_FIELDS.eventLoopDelayP99),
    eventLoopUtilization: numberOf(AGENT_FIELDS.eventLoopUtilization),
  };
}
