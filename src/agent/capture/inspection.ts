import type { CallFrame, ThreadDump } from '../../format/stack-dump.js';
import type { BlockingCallNote } from '../blocking-calls.js';
import type { ExitGate } from '../exit-gate.js';
import { describeBlockingCall } from './blocking-call.js';
import type { LocalsChoice } from './capture-thread.js';
import { captureThreads } from './capture-threads.js';
import { beforeDeadline } from './deadline.js';
import { describeUnasked } from './kernel-only.js';
import { MainSession } from './main-session.js';
import { MAIN } from './thread-facts.js';

// As long as a thread takes that is at work.
const CLOSE_DEADLINE_MS = 500;
const EXITING: ThreadDump = {
  ...MAIN,
  tid: process.pid,
  state: 'exiting',
  note: 'the process is ending: its exit handlers run, or are through',
  pausedMs: 0,
  native: undefined,
  frames: [],
};

/**
 * The one inspector session of our worker: opened for a dump, and closed after it.
 *
 * While the main thread is in native code it stays open until that comes back, and tells where it did; a dump
 * that is wanted meanwhile is taken without a question.
 */
export class Inspection {
  readonly #folder: string;
  readonly #gate: ExitGate;
  readonly #blockingCall: BlockingCallNote;
  #closing: Promise<void> | undefined;
  #lastBlocked: ThreadDump['lastBlocked'];

  constructor(folder: string, gate: ExitGate, blockingCall: BlockingCallNote) {
    this.#folder = folder;
    this.#gate = gate;
    this.#blockingCall = blockingCall;
  }

  /** Every thread of the application, the main thread first. Never two at a time. */
  async captureThreads(locals: LocalsChoice): Promise<readonly ThreadDump[]> {
    if (!this.#gate.enter()) return [EXITING];
    if (this.#closing !== undefined) {
      this.#gate.leave();
      return this.#withPast(await describeUnasked(this.#folder));
    }
    const session = new MainSession();
    let isAnswering = true;
    try {
      const { threads, lateFrames } = await captureThreads(session, this.#folder, locals);
      if (lateFrames !== undefined) void this.#awaitReturn(threads[0]?.sinceTurnMs ?? 0, lateFrames);
      isAnswering = lateFrames === undefined;
      return this.#withPast(threads);
    } finally {
      const closing = this.#close(session);
      if (isAnswering) await beforeDeadline(closing, CLOSE_DEADLINE_MS);
    }
  }

  #close(session: MainSession): Promise<void> {
    const closing = session.close().finally(() => {
      this.#closing = undefined;
      this.#gate.leave();
    });
    this.#closing = closing;
    return closing;
  }

  async #awaitReturn(sinceTurnMs: number, lateFrames: Promise<readonly CallFrame[]>): Promise<void> {
    const startedWallMs = Date.now() - sinceTurnMs;
    try {
      const frames = await lateFrames;
      this.#lastBlocked = { startedWallMs, lengthMs: Date.now() - startedWallMs, frames };
    } catch {
      // It never came back: the process has ended.
    }
  }

  #withPast([main, ...workers]: readonly ThreadDump[]): readonly ThreadDump[] {
    if (main === undefined) return [];
    const call = main.state === 'blocked' ? this.#blockingCall.read() : undefined;
    const known = call === undefined ? main : describeBlockingCall(main, call);
    const past = this.#lastBlocked === undefined ? {} : { lastBlocked: this.#lastBlocked };
    return [{ ...known, ...past }, ...workers];
  }
}
