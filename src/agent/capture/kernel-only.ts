import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import type { ThreadDump } from '../../format/stack-dump.js';
import { judgeNative, type KernelThread, readKernelThread } from './kernel-thread.js';
import { describeBlocked, describeThread, MAIN, type ThreadActivity } from './thread-facts.js';
import { readThreadRecords, type ThreadRecord } from './thread-record.js';

// Long enough for the kernel's clock of CPU time to tick a few times.
const LOOK_AGAIN_MS = 50;
const UNASKED: ThreadActivity = { state: 'blocked', note: undefined, pausedMs: 0, frames: [] };

/** What can be said of all threads without a question, when the main thread is known to be in native code still. */
export async function describeUnasked(folder: string): Promise<readonly ThreadDump[]> {
  const records = readThreadRecords(folder);
  const before = readKernelThread(process.pid);
  const startedMs = performance.now();
  await setTimeout(LOOK_AGAIN_MS);
  const now = readKernelThread(process.pid);
  const native = now === undefined ? undefined : judgeNative(before, now, performance.now() - startedMs);
  const main = describeThread(MAIN, process.pid, UNASKED, records.get(0), now);
  return [describeBlocked(main, native), ...describeUnaskedWorkers(records, 'unreachable')];
}

const REASONS = {
  unreachable: 'it is asked through the main thread, which does not answer',
  fragile:
    'Node 20 can crash when a thread ends that is being asked; PORTHOLE_ASK_WORKERS=1 in its environment takes the risk',
} as const;

/** The workers that have the agent, without a question. */
export function describeUnaskedWorkers(
  records: ReadonlyMap<number, ThreadRecord>,
  why: keyof typeof REASONS,
): readonly ThreadDump[] {
  const workers = [...records.values()].filter(({ threadId }) => threadId !== 0);
  return workers.map((record): ThreadDump => {
    const now = readKernelThread(record.tid);
    const note = `only what the kernel says: ${REASONS[why]}`;
    const activity = { ...UNASKED, state: stateByKernel(now), note };
    const thread = describeThread({ name: 'worker', threadId: record.threadId }, record.tid, activity, record, now);
    const isWaiting = thread.state === 'blocked' && now !== undefined;
    return isWaiting ? { ...thread, native: judgeNative(undefined, now, 0) } : thread;
  });
}

function stateByKernel(thread: KernelThread | undefined): ThreadDump['state'] {
  if (thread === undefined || thread.isRunnable) return 'running';
  return thread.systemCall?.startsWith('epoll_') === true ? 'idle' : 'blocked';
}
