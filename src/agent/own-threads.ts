import { readdirSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { parseStatsFileName } from '../target.js';
import { listen } from './listen.js';
import { listOwnStatsFiles, unlinkOrLeave } from './own-files.js';
import type { Registry } from './registry.js';

/** The worker threads that this thread has started. */
export interface OwnThreads {
  /** Looks for ended ones; to be called now and then. Costs nothing while none has ended. */
  readonly removeEnded: () => void;
  /** Node's numbers of those that run. */
  readonly list: () => readonly number[];
}

/** What else is to be done for threads that run no more code. */
export type OnThreadsEnded = (threadIds: ReadonlySet<number>) => void;

/**
 * Counts the worker threads that this thread starts, and removes the stats files of those that have ended.
 *
 * A thread removes its own file at its exit, but one that was terminated, or has died,
 * runs no more code: somebody who lives must do it. Workers are told by the channel
 * `worker_threads`; nothing is attached to them.
 *
 * Never throws.
 */
export function watchOwnThreads(folder: string, registry: Registry, onEnded: OnThreadsEnded): OwnThreads {
  const unit = 'threads';
  const workers = new Map<Worker, number>();
  const showRunning = (): void =>
    registry.gauge('nodejs.worker.threads', { unit, help: 'Worker threads now' }).set(workers.size);
  listen('worker_threads', registry.onDropped, ({ worker }) => {
    if (!(worker instanceof Worker)) return;
    registry.counter('nodejs.worker.threads.started', { unit, help: 'Worker threads started' }).inc();
    workers.set(worker, worker.threadId);
    showRunning();
  });
  const removeEnded = (): void => {
    const ended = [...workers].filter(([worker]) => worker.threadId < 0);
    if (ended.length === 0) return;
    for (const [worker] of ended) workers.delete(worker);
    showRunning();
    const endedIds = new Set(ended.map(([, threadId]) => threadId));
    removeFilesOfEnded(folder, endedIds);
    onEnded(endedIds);
  };
  return { removeEnded, list: () => [...workers.values()] };
}

function removeFilesOfEnded(folder: string, endedThreadIds: ReadonlySet<number>): void {
  const living = readKernelTids();
  try {
    for (const path of listOwnStatsFiles(folder)) {
      const tid = parseStatsFileName(path.slice(path.lastIndexOf('/') + 1))?.tid;
      if (tid === undefined) continue;
      // Without /proc a file bears Node's own thread id, which is never given twice.
      if (living === undefined ? endedThreadIds.has(tid) : !living.has(tid)) unlinkOrLeave(path);
    }
  } catch {
    // The folder is gone, and with it the files.
  }
}

function readKernelTids(): ReadonlySet<number> | undefined {
  try {
    return new Set(readdirSync('/proc/self/task').map(Number));
  } catch {
    return undefined;
  }
}
