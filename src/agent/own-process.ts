import { readFileSync, readlinkSync } from 'node:fs';
import { isMainThread, threadId } from 'node:worker_threads';

// Counted after the program's name, which may itself hold blanks and brackets.
const START_TICKS_INDEX = 19;

/** When this process started, in clock ticks since boot; `undefined` where there is no /proc. */
export function readOwnStartTicks(): number | undefined {
  const stat = readOrAbsent('/proc/self/stat');
  const ticks = Number(stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[START_TICKS_INDEX]);
  return Number.isSafeInteger(ticks) ? ticks : undefined;
}

/** The kernel's id of the calling thread; Node's own where there is no /proc. */
export function readOwnTid(): number {
  if (isMainThread) return process.pid;
  try {
    return Number(/\/task\/(\d+)$/.exec(readlinkSync('/proc/thread-self'))?.[1] ?? threadId);
  } catch {
    return threadId;
  }
}

/** Milliseconds of the machine's monotonic clock, the same for every process. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

function readOrAbsent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
