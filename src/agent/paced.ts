import type { Task } from './heartbeat.js';
import { monotonicMs } from './own-process.js';

// Of the thread's time, at most this share.
const COST_SHARE = 1 / 1000;

/**
 * Runs `task` less often the longer it takes: it gets a thousandth of the thread's time.
 *
 * For what costs more in a program that has more: open files, sockets, modules. 1 ms each second, 20 ms each 20 s.
 */
export function paced(task: Task): Task {
  let lastCostMs = 0;
  let notBeforeMs = 0;
  return () => {
    const startedMs = monotonicMs();
    if (startedMs < notBeforeMs) return;
    task();
    const costMs = monotonicMs() - startedMs;
    // A collection or another process can make one run slow; two say something of the task.
    notBeforeMs = startedMs + Math.min(costMs, lastCostMs) / COST_SHARE;
    lastCostMs = costMs;
  };
}
