import { PortholeError } from '../../errors.js';
import type { FrameDump } from '../../format/frame-dump.js';
import { canAskWorkers } from './can-ask-workers.js';
import { beforeDeadline } from './deadline.js';
import { evaluateStack } from './evaluate-stack.js';
import { type ExpandedFrame, expandFrame, type FrameChoice } from './expand-frame.js';
import type { MainSession } from './main-session.js';
import { pauseStack } from './pause-stack.js';
import { ANSWER_DEADLINE_MS } from './thread-facts.js';
import { readThreadRecords } from './thread-record.js';
import type { ThreadSession } from './thread-session.js';
import { attachWorkers } from './worker-session.js';

/** Finds the thread, stops it, and reads the frame. @throws PortholeError `not-found`, `no-answer`. */
export async function expandFrameOf(
  main: MainSession,
  folder: string,
  threadId: number,
  choice: FrameChoice,
): Promise<FrameDump> {
  const session = threadId === 0 ? main : await findWorker(main, folder, threadId);
  const stack = await beforeDeadline(evaluateStack(session), ANSWER_DEADLINE_MS);
  if (stack.state === 'late') throw new PortholeError('no-answer', `thread ${threadId} is in native code: try again`);
  if (stack.value.length === 0) throw new PortholeError('not-found', `thread ${threadId} is idle: it has no frames`);
  const capturedWallMs = Date.now();
  let expanded: ExpandedFrame | undefined;
  const paused = await pauseStack(session, async (stopped) => {
    expanded = await expandFrame(stopped, choice);
    return stopped.frames;
  });
  if (paused === undefined) throw new PortholeError('no-answer', `thread ${threadId} did not stop: try again`);
  if (expanded === undefined) {
    const wanted = choice.functionName === undefined ? `frame ${choice.index}` : `frame of ${choice.functionName}`;
    const why = paused.note ?? `it has ${paused.frames.length} frames, in ${paused.frames[0]?.functionName ?? ''}`;
    throw new PortholeError('not-found', `thread ${threadId} has no ${wanted} now: ${why}`);
  }
  const record = (await readThreadRecords(folder)).get(threadId);
  return {
    version: 1,
    pid: process.pid,
    threadId,
    capturedWallMs,
    pausedMs: paused.pausedMs,
    ...(record && { sinceTurnMs: record.sinceTurnMs - (Date.now() - capturedWallMs) }),
    ...expanded,
  };
}

async function findWorker(main: MainSession, folder: string, threadId: number): Promise<ThreadSession> {
  if (!canAskWorkers(await readThreadRecords(folder))) {
    const terms = 'with PORTHOLE_ASK_WORKERS=1 in its environment, when all of them are 5 s old';
    throw new PortholeError('not-permitted', `Node 20 can be asked for worker threads only ${terms}`);
  }
  const workers = await attachWorkers(main, ANSWER_DEADLINE_MS);
  const worker = workers.find(({ identity }) => identity.threadId === threadId);
  if (worker === undefined) throw new PortholeError('not-found', `there is no thread ${threadId}`);
  return worker;
}
