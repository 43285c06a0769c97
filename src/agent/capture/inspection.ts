import { PortholeError } from '../../errors.js';
import type { FrameDump } from '../../format/frame-dump.js';
import type { CallFrame, ThreadDump } from '../../format/stack-dump.js';
import type { BlockingCallNote } from '../blocking-calls.js';
import type { ExitGate } from '../exit-gate.js';
import type { Turns } from '../turns.js';
import { describeBlockingCall } from './blocking-call.js';
import type { LocalsChoice } from './capture-thread.js';
import { captureThreads } from './capture-threads.js';
import { beforeDeadline } from './deadline.js';
import type { FrameChoice } from './expand-frame.js';
import { expandFrameOf } from './expand-frame-of.js';
import { describeUnasked } from './kernel-only.js';
import { MainSession } from './main-session.js';
import { SourceMaps } from './source-maps.js';
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

/** What an {@link Inspection} stands on. */
export interface InspectionSurroundings {
  readonly folder: string;
  readonly gate: ExitGate;
  /** Two questioners at a time would pause the same thread. */
  readonly turns: Turns;
  readonly blockingCall: BlockingCallNote;
}

/**
 * The one inspector session of our worker: opened for a dump, and closed after it.
 *
 * While the main thread is in native code it stays open until that comes back, and tells where it did; a dump
 * that is wanted meanwhile is taken without a question.
 */
export class Inspection {
  readonly #folder: string;
  readonly #gate: ExitGate;
  readonly #turns: Turns;
  readonly #blockingCall: BlockingCallNote;
  readonly #sourceMaps = new SourceMaps();
  #closing: Promise<void> | undefined;
  #lastBlocked: ThreadDump['lastBlocked'];

  constructor({ folder, gate, turns, blockingCall }: InspectionSurroundings) {
    this.#folder = folder;
    this.#gate = gate;
    this.#turns = turns;
    this.#blockingCall = blockingCall;
  }

  /** Every thread of the application, the main thread first. */
  async captureThreads(locals: LocalsChoice): Promise<readonly ThreadDump[]> {
    const captured = await this.#turns.take(async () => {
      if (!this.#gate.enter()) return [EXITING];
      if (this.#closing !== undefined) {
        this.#gate.leave();
        return this.#withPast(await describeUnasked(this.#folder));
      }
      return await this.#inSession(async (session) => {
        const { threads, lateFrames } = await captureThreads(session, this.#folder, locals);
        if (lateFrames !== undefined) void this.#awaitReturn(threads[0]?.sinceTurnMs ?? 0, lateFrames);
        return { result: this.#withPast(threads), isAnswering: lateFrames === undefined };
      });
    });
    return this.#sourceMaps.mapThreads(captured);
  }

  /**
   * A frame of a thread that is busy now, with all its scopes and what is in their values.
   *
   * @throws PortholeError `not-found` when the thread or the frame is not there now, `no-answer` when it is in native code.
   */
  async expandFrame(threadId: number, choice: FrameChoice): Promise<FrameDump> {
    const dump = await this.#turns.take(async () => {
      if (!this.#gate.enter()) throw new PortholeError('no-answer', EXITING.note ?? '');
      if (this.#closing !== undefined) {
        this.#gate.leave();
        throw new PortholeError('no-answer', 'the main thread is in native code: try again');
      }
      return await this.#inSession(async (session) => {
        return { result: await expandFrameOf(session, this.#folder, threadId, choice), isAnswering: true };
      });
    });
    return { ...dump, frame: this.#sourceMaps.mapFrame(dump.frame) };
  }

  async #inSession<T>(use: (session: MainSession) => Promise<{ result: T; isAnswering: boolean }>): Promise<T> {
    const session = new MainSession();
    let isAnswering = true;
    try {
      const used = await use(session);
      isAnswering = used.isAnswering;
      return used.result;
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
