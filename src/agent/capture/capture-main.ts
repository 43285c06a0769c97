import { messageOf, type PortholeError } from '../../errors.js';
import type { ThreadDump } from '../../format/stack-dump.js';
import { evaluateStack } from './evaluate-stack.js';
import { MainSession } from './main-session.js';
import { readNativeState } from './native-state.js';
import { pauseStack } from './pause-stack.js';

// A main thread that runs JavaScript, or none, answered in under 1 ms; the rest is for a machine out of breath.
const ANSWER_DEADLINE_MS = 500;
const MISSING_LOCALS: Readonly<Record<LocalsChoice, string | undefined>> = {
  taken: 'no locals: it went on to something else before it could be stopped',
  unwanted: undefined,
  forbidden: 'locals are switched off in this process (PORTHOLE_LOCALS=0)',
};

/** Whether locals are taken: nobody asked for them, or the process does not allow it. */
export type LocalsChoice = 'taken' | 'unwanted' | 'forbidden';

/**
 * What the main thread is doing now. Called from our worker; one at a time.
 *
 * First the stack is evaluated, which costs next to nothing and tells an idle
 * thread from a busy one: a pause sent to an idle thread would stay pending
 * and stop the program at its next timer. Only a busy thread is paused, for its locals.
 */
export async function captureMain(locals: LocalsChoice): Promise<ThreadDump> {
  try {
    using session = new MainSession();
    const frames = await evaluateStack(session, ANSWER_DEADLINE_MS);
    if (frames.length === 0) return describeMain({ state: 'idle', note: 'waiting in its event loop' });
    const stack = locals === 'taken' ? await pauseStack(session) : undefined;
    if (stack !== undefined && stack.frames.length > 0) return describeMain({ state: 'running', ...stack });
    return describeMain({ state: 'running', frames, note: MISSING_LOCALS[locals] });
  } catch (error) {
    if (isNoAnswer(error)) return await describeBlocked();
    return describeMain({ state: 'running', note: `its stack could not be read: ${messageOf(error)}` });
  }
}

async function describeBlocked(): Promise<ThreadDump> {
  const native = await readNativeState(process.pid);
  const doing = native?.activity === 'computing' ? 'computing' : 'waiting';
  const note = `no answer within ${ANSWER_DEADLINE_MS} ms: it is ${doing} in native code, whose callers cannot be seen from here`;
  return describeMain({ state: 'blocked', native, note });
}

function describeMain(known: Partial<ThreadDump>): ThreadDump {
  return {
    name: 'main',
    threadId: 0,
    tid: process.pid,
    state: 'running',
    note: undefined,
    pausedMs: 0,
    native: undefined,
    frames: [],
    ...known,
  };
}

function isNoAnswer(error: unknown): error is PortholeError {
  return error instanceof Error && 'code' in error && error.code === 'no-answer';
}
