import { performance } from 'node:perf_hooks';
import type { ThreadDump } from '../../format/stack-dump.js';
import { canAskWorkers } from './can-ask-workers.js';
import { captureThread, type LocalsChoice } from './capture-thread.js';
import { describeUnaskedWorkers } from './kernel-only.js';
import { judgeNative, readKernelThread } from './kernel-thread.js';
import type { MainSession } from './main-session.js';
import {
  ANSWER_DEADLINE_MS,
  describeBlocked,
  describeThread,
  MAIN,
  type ThreadActivity,
  type ThreadIdentity,
} from './thread-facts.js';
import { readThreadRecords, type ThreadRecord } from './thread-record.js';
import type { ThreadSession } from './thread-session.js';
import { attachWorkers, readWorkerTid, type WorkerSession } from './worker-session.js';

interface Captured {
  readonly thread: ThreadDump;
  readonly lateFrames?: ThreadActivity['lateFrames'];
}

/** What all threads are asked. */
interface Inquiry {
  readonly records: ReadonlyMap<number, ThreadRecord>;
  readonly locals: LocalsChoice;
}

/**
 * What every thread of the application is doing now, the main thread first. Called from our worker; one at a time.
 *
 * All threads are asked at the same time, so that many take no longer than one: 0.5 s when one does not answer,
 * 3 s at most when each question to a machine out of breath is answered at the last moment.
 *
 * @returns Also where the main thread is when it comes back, if it gave no answer.
 */
export async function captureThreads(
  session: MainSession,
  folder: string,
  locals: LocalsChoice,
): Promise<{ readonly threads: readonly ThreadDump[]; readonly lateFrames: ThreadActivity['lateFrames'] }> {
  const inquiry = { records: readThreadRecords(folder), locals };
  const [main, workers] = await Promise.all([captureOne(session, MAIN, inquiry), captureWorkers(session, inquiry)]);
  const threads = workers.toSorted((a, b) => a.threadId - b.threadId);
  return { threads: [main.thread, ...threads], lateFrames: main.lateFrames };
}

async function captureWorkers(session: MainSession, inquiry: Inquiry): Promise<readonly ThreadDump[]> {
  if (!canAskWorkers(inquiry.records)) return describeUnaskedWorkers(inquiry.records, 'fragile');
  const workers = await attachOrGiveUp(session);
  if (workers === undefined) return describeUnaskedWorkers(inquiry.records, 'unreachable');
  const dumps = workers.map(async (worker) => {
    // Workers of a worker are asked through it.
    const [own, nested] = await Promise.all([
      captureOne(worker, worker.identity, inquiry),
      captureNested(worker, inquiry),
    ]);
    return [own, ...nested].map(({ thread }) => thread);
  });
  return (await Promise.all(dumps)).flat();
}

async function captureNested(worker: WorkerSession, inquiry: Inquiry): Promise<readonly Captured[]> {
  const nested = (await attachOrGiveUp(worker)) ?? [];
  return await Promise.all(nested.map((each) => captureOne(each, each.identity, inquiry)));
}

async function attachOrGiveUp(session: ThreadSession): Promise<readonly WorkerSession[] | undefined> {
  try {
    return await attachWorkers(session, ANSWER_DEADLINE_MS);
  } catch {
    // In native code, or a thread that can have no workers.
    return undefined;
  }
}

async function captureOne(session: ThreadSession, identity: ThreadIdentity, inquiry: Inquiry): Promise<Captured> {
  const record = inquiry.records.get(identity.threadId);
  const tid =
    identity.threadId === 0 ? process.pid : (record?.tid ?? (await readWorkerTid(session, ANSWER_DEADLINE_MS)));
  const before = tid === undefined ? undefined : readKernelThread(tid);
  const startedMs = performance.now();
  const activity = await captureThread(session, inquiry.locals);
  const now = tid === undefined ? undefined : readKernelThread(tid);
  const thread = describeThread(identity, tid, activity, record, now);
  if (activity.state !== 'blocked') return { thread };
  const native = now === undefined ? undefined : judgeNative(before, now, performance.now() - startedMs);
  return { thread: describeBlocked(thread, native), lateFrames: activity.lateFrames };
}
