import type { CallFrame, NativeState, ThreadDump } from '../../format/stack-dump.js';
import type { KernelThread } from './kernel-thread.js';
import type { ThreadRecord } from './thread-record.js';

// A thread that runs JavaScript, or none, answered in under 1 ms; the rest is for a machine out of breath.
export const ANSWER_DEADLINE_MS = 500;

/** How a thread is called. */
export interface ThreadIdentity {
  readonly name: string;
  /** Node's; 0 for the main thread. */
  readonly threadId: number;
}

export const MAIN: ThreadIdentity = { name: 'main', threadId: 0 };

/** What a thread was doing, as far as its inspector tells. */
export interface ThreadActivity extends Pick<ThreadDump, 'state' | 'note' | 'pausedMs' | 'frames' | 'answerMs'> {
  /** Of one that gave no answer: where it is when it comes back. May never come, or reject when the session ends. */
  readonly lateFrames?: Promise<readonly CallFrame[]>;
}

/** A thread as the inspector, its stats file and the kernel know it. */
export function describeThread(
  { name, threadId }: ThreadIdentity,
  tid: number | undefined,
  { state, note, pausedMs, frames, answerMs }: ThreadActivity,
  record: ThreadRecord | undefined,
  kernel: KernelThread | undefined,
): ThreadDump {
  const utilization = record?.eventLoopUtilization;
  return {
    name,
    threadId,
    tid,
    state,
    note,
    pausedMs,
    native: undefined,
    frames,
    ...(answerMs !== undefined && { answerMs }),
    ...(kernel && { cpuMs: kernel.cpuMs }),
    ...(utilization !== undefined && { eventLoopUtilization: utilization }),
    ...(record && { sinceTurnMs: record.sinceTurnMs, activeResources: record.activeResources }),
  };
}

/** The same for a thread that gives no answer. */
export function describeBlocked(thread: ThreadDump, native: NativeState | undefined): ThreadDump {
  const doing = native?.activity ?? 'computing or waiting';
  const note = `no answer within ${ANSWER_DEADLINE_MS} ms: it is ${doing} in native code, whose callers cannot be seen from here`;
  return { ...thread, state: 'blocked', native, note };
}
