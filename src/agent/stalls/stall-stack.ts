import type { CallFrame, NativeState } from '../../format/stack-dump.js';
import { beforeDeadline } from '../capture/deadline.js';
import { evaluateStack } from '../capture/evaluate-stack.js';
import { judgeNative, readKernelThread } from '../capture/kernel-thread.js';
import { MainSession } from '../capture/main-session.js';
import type { ExitGate } from '../exit-gate.js';
import type { Turns } from '../turns.js';

// A thread that runs JavaScript answered in under 1 ms; the rest is for a machine out of breath.
const ANSWER_DEADLINE_MS = 500;
const ENABLE_DEADLINE_MS = 1000;

/** What the main thread was found at. */
export type Found =
  | { readonly state: 'running'; readonly frames: readonly CallFrame[] }
  | {
      readonly state: 'blocked';
      readonly native: NativeState | undefined;
      /** The stack at which it comes back; empty when that is never known. Never rejects. */
      readonly returned: Promise<readonly CallFrame[]>;
    }
  | { readonly state: 'idle' }
  /** A debugger holds it: that is no fault of the program. */
  | { readonly state: 'paused' }
  | { readonly state: 'ending' }
  /** It could not be asked. */
  | { readonly state: 'unknown' };

/**
 * Looks at the main thread without stopping it. Never rejects.
 *
 * Cost to the main thread: under a millisecond. One that is in native code answers when it comes back: the
 * question stays open until then, while others may be asked.
 */
export function findStack(turns: Turns, gate: ExitGate): Promise<Found> {
  return turns.take(async () => {
    if (!gate.enter()) return { state: 'ending' };
    let isKept = false;
    let session: MainSession | undefined;
    const close = (): void => {
      session?.[Symbol.dispose]();
      gate.leave();
    };
    try {
      // Before it is asked: for a moment after its answer, who sleeps in a debugger is awake.
      const before = readKernelThread(process.pid);
      session = new MainSession();
      const answer = evaluateStack(session);
      const outcome = await beforeDeadline(answer, ANSWER_DEADLINE_MS);
      if (outcome.state === 'late') {
        isKept = true;
        const returned = answer.catch(() => []).finally(close);
        const now = readKernelThread(process.pid);
        const native = now === undefined ? undefined : judgeNative(before, now, ANSWER_DEADLINE_MS);
        return { state: 'blocked', native, returned };
      }
      if (outcome.value.length === 0) return { state: 'idle' };
      if (before?.isRunnable !== true && (await isPaused(session))) return { state: 'paused' };
      return { state: 'running', frames: outcome.value };
    } catch {
      return { state: 'unknown' };
    } finally {
      if (!isKept) close();
    }
  });
}

// Who stands still in a debugger answers as one who runs. This tells the two apart, and costs some ms.
async function isPaused(session: MainSession): Promise<boolean> {
  let isHeld = false;
  let isDone = false;
  session.on('Debugger.paused', () => {
    isHeld = true;
    // A `debugger` statement met while we look must not hold the program.
    if (isDone) session.tell('Debugger.resume');
  });
  await session.ask('Debugger.enable', {}, ENABLE_DEADLINE_MS);
  isDone = true;
  session.tell('Debugger.disable');
  return isHeld;
}
