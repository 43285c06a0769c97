import { join } from 'node:path';
import { setInterval } from 'node:timers';
import type { StallReport } from '../../format/stalls.js';
import { formatStallsName } from '../../target.js';
import type { WorkerTask } from '../console-worker.js';
import type { ExitGate } from '../exit-gate.js';
import type { FieldMemory } from '../field-memory.js';
import { monotonicMs, readOwnStartTicks } from '../own-process.js';
import { SharedBeat } from '../shared-beat.js';
import type { Turns } from '../turns.js';
import { StallLog } from './stall-log.js';
import { findStack } from './stall-stack.js';
import { StallWatch } from './stall-watch.js';

// Often enough to meet a stall while it lasts, and a handful of wake-ups a second at most.
const INTERVALS_MS = { shortest: 25, longest: 250 };

/** The stalls of this process, as its worker sees them. */
export interface Stalls {
  readonly read: () => StallReport;
  /** Takes so long off: it was we who held the main thread. */
  readonly excuse: (durationMs: number) => void;
  /** Takes off all that `task` takes: for what may hold the main thread for seconds. */
  readonly during: <T>(task: () => Promise<T>) => Promise<T>;
}

/**
 * Watches the main thread from our worker, for the life of the process.
 *
 * Cost: our worker wakes up four times a second, and the main thread is asked nothing while its event loop turns.
 *
 * @param memory The main thread's stats file.
 */
export function startStallWatch(task: WorkerTask, memory: FieldMemory, turns: Turns, gate: ExitGate): Stalls {
  const { name, folder, stallMs: thresholdMs } = task;
  const path = join(folder, formatStallsName(process.pid));
  const startTicks = readOwnStartTicks();
  const log = new StallLog({ pid: process.pid, name, startTicks, thresholdMs, path, memory, gate });
  if (thresholdMs === 0) return { read: () => log.report(), excuse: () => undefined, during: (hold) => hold() };
  const intervalMs = Math.min(INTERVALS_MS.longest, Math.max(INTERVALS_MS.shortest, thresholdMs / 4));
  const beat = new SharedBeat(task.beat);
  const watch = new StallWatch(
    { thresholdMs, intervalMs, readBeatMs: () => beat.ms, findStack: () => findStack(turns, gate), onStall: log.note },
    monotonicMs(),
  );
  setInterval(() => watch.check(monotonicMs()), intervalMs);
  return {
    read: () => log.report(),
    excuse: (durationMs) => watch.excuse(durationMs),
    during: (hold) => watch.during(hold),
  };
}
