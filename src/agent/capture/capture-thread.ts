import { performance } from 'node:perf_hooks';
import { messageOf, PortholeError } from '../../errors.js';
import { beforeDeadline } from './deadline.js';
import { evaluateStack } from './evaluate-stack.js';
import { type PausedStack, pauseStack } from './pause-stack.js';
import { ANSWER_DEADLINE_MS, type ThreadActivity } from './thread-facts.js';
import type { ThreadSession } from './thread-session.js';

const MISSING_LOCALS: Readonly<Record<LocalsChoice, string | undefined>> = {
  taken: 'no locals: it went on to something else before it could be stopped',
  unwanted: undefined,
  forbidden: 'locals are switched off in this process (PORTHOLE_LOCALS=0)',
};

/** Whether locals are taken: nobody asked for them, or the process does not allow it. */
export type LocalsChoice = 'taken' | 'unwanted' | 'forbidden';

/**
 * What a thread is doing now; `blocked` when it does not answer in time.
 *
 * First the stack is evaluated, which costs next to nothing and tells an idle
 * thread from a busy one: a pause sent to an idle thread would stay pending
 * and stop the program at its next timer. Only a busy thread is paused, for its locals.
 */
export async function captureThread(session: ThreadSession, locals: LocalsChoice): Promise<ThreadActivity> {
  const startedMs = performance.now();
  const answer = evaluateStack(session);
  try {
    const outcome = await beforeDeadline(answer, ANSWER_DEADLINE_MS);
    if (outcome.state === 'late') return describe({ state: 'blocked', lateFrames: answer });
    const answerMs = performance.now() - startedMs;
    const frames = outcome.value;
    if (frames.length === 0) return describe({ state: 'idle', note: 'waiting in its event loop', answerMs });
    const stack = locals === 'taken' ? await pauseOrGoOn(session) : undefined;
    if (stack !== undefined && stack.frames.length > 0) return describeStopped(stack);
    return describe({ state: 'running', frames, note: MISSING_LOCALS[locals], answerMs });
  } catch (error) {
    return describe({ state: 'running', note: `its stack could not be read: ${messageOf(error)}` });
  }
}

// Without an answer now it has just entered native code: where it was a moment ago is more than that.
async function pauseOrGoOn(session: ThreadSession): Promise<PausedStack | undefined> {
  try {
    return await pauseStack(session);
  } catch (error) {
    if (error instanceof PortholeError && error.code === 'no-answer') return undefined;
    throw error;
  }
}

function describeStopped({ frames, pausedMs, note, isPausedByAnother }: PausedStack): ThreadActivity {
  if (!isPausedByAnother) return describe({ state: 'running', frames, pausedMs, note });
  return describe({ state: 'paused', frames, note: note ?? 'another debugger has stopped it; left as it was' });
}

function describe(known: Partial<ThreadActivity>): ThreadActivity {
  return { state: 'running', note: undefined, pausedMs: 0, frames: [], ...known };
}
