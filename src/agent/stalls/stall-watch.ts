import { HEARTBEAT_INTERVAL_MS } from '../../format/agent-fields.js';
import type { Stall, StallStack } from '../../format/stalls.js';
import type { Found } from './stall-stack.js';

const MAX_STACKS = 8;
const MAX_FRAMES = 50;
// A thread that waits a little for its turn is late; one that was stopped with the whole process is later.
const FREEZE_MS = 250;
const LONGEST_LOOK_MS = 60_000;

/** What the watch needs of the world. */
export interface WatchedMain {
  /** How late the event loop is when that counts as a stall. */
  readonly thresholdMs: number;
  /** How often {@link StallWatch.check} is called. */
  readonly intervalMs: number;
  /** When the event loop last turned, on the clock that `check` is given. */
  readonly readBeatMs: () => number;
  readonly findStack: () => Promise<Found>;
  /** Called with a stall when it begins, when a stack was added, and when it is over. */
  readonly onStall: (stall: Stall, event: 'began' | 'changed') => void;
}

/** A stall while it is being written. */
interface OpenStall extends Stall {
  startedWallMs: number;
  lengthMs: number;
  isLasting: boolean;
  readonly stacks: StallStack[];
}

/**
 * Notices that the event loop does not turn, and what holds it.
 *
 * While the loop turns in time, a check is one comparison. What is not the
 * program's doing is taken off: a process that was stopped or a machine that
 * slept (then our own thread is late too), a debugger that holds it, and what our dumps did.
 */
export class StallWatch {
  readonly #main: WatchedMain;
  #checkedMs: number;
  #beatMs: number;
  /** Of the time since the beat, what does not count. */
  #excusedMs = 0;
  #nextLookMs: number;
  #isLooking = false;
  #isDebugged = false;
  #holds = 0;
  #open: OpenStall | undefined;

  constructor(main: WatchedMain, nowMs: number) {
    this.#main = main;
    this.#checkedMs = nowMs;
    this.#beatMs = main.readBeatMs();
    this.#nextLookMs = main.thresholdMs;
  }

  /** Takes off what held the loop without being the program's doing. */
  excuse(durationMs: number): void {
    this.#excusedMs += durationMs;
  }

  /** Takes all time off until `task` has ended, which may hold the loop for long. @returns What comes of it. */
  async during<T>(task: () => Promise<T>): Promise<T> {
    this.#holds += 1;
    try {
      return await task();
    } finally {
      this.#holds -= 1;
    }
  }

  /** To be called each `intervalMs`. @param nowMs The machine's monotonic clock. */
  check(nowMs: number): void {
    const checkedMs = this.#checkedMs;
    const passedMs = nowMs - checkedMs;
    const ownDelayMs = passedMs - this.#main.intervalMs;
    const excusedMs = this.#holds > 0 ? passedMs : ownDelayMs > FREEZE_MS ? ownDelayMs : 0;
    this.#checkedMs = nowMs;
    const beatMs = this.#main.readBeatMs();
    if (beatMs === this.#beatMs) this.excuse(excusedMs);
    else {
      // The loop may have turned before what does not count, or after it: each side has at most what fits into it.
      this.excuse(Math.min(excusedMs, Math.max(0, beatMs - checkedMs)));
      this.#turned(beatMs, nowMs);
      this.excuse(Math.min(excusedMs, nowMs - beatMs));
    }
    const lateMs = this.#lateMs(nowMs);
    if (this.#open !== undefined) this.#open.lengthMs = lateMs;
    if (lateMs < this.#nextLookMs) return;
    // Looks are made at the threshold and at twice the time each.
    while (this.#nextLookMs <= lateMs) this.#nextLookMs *= 2;
    if (this.#open !== undefined) this.#main.onStall(this.#open, 'changed');
    if (!this.#isLooking) void this.#look(lateMs);
  }

  #lateMs(nowMs: number): number {
    return nowMs - this.#beatMs - HEARTBEAT_INTERVAL_MS - this.#excusedMs;
  }

  #turned(beatMs: number, nowMs: number): void {
    const lengthMs = this.#isDebugged ? 0 : this.#lateMs(beatMs);
    // One that was over before it was looked at counts too.
    if (lengthMs >= this.#main.thresholdMs) this.#begin(lengthMs, nowMs - beatMs);
    const stall = this.#open;
    if (stall !== undefined) {
      Object.assign(stall, { lengthMs: Math.max(lengthMs, stall.stacks.at(-1)?.afterMs ?? 0), isLasting: false });
      this.#main.onStall(stall, 'changed');
    }
    this.#open = undefined;
    this.#beatMs = beatMs;
    this.#excusedMs = 0;
    this.#isDebugged = false;
    this.#nextLookMs = this.#main.thresholdMs;
  }

  /** @param agoMs Since when it is over. */
  #begin(lengthMs: number, agoMs: number): OpenStall {
    if (this.#open === undefined) {
      this.#open = { startedWallMs: Date.now() - lengthMs - agoMs, lengthMs, isLasting: true, stacks: [] };
      this.#main.onStall(this.#open, 'began');
    }
    return this.#open;
  }

  async #look(afterMs: number): Promise<void> {
    this.#isLooking = true;
    const beatMs = this.#beatMs;
    const found = await this.#main.findStack();
    // Over before it was found out: it was noted when the loop turned, and what runs now is something else.
    if (beatMs === this.#beatMs) await this.#note(afterMs, found);
    this.#isLooking = false;
  }

  async #note(afterMs: number, found: Found): Promise<void> {
    this.#isDebugged = found.state === 'paused';
    if (found.state === 'ending') return;
    if (found.state === 'paused') {
      this.#excuseDebugger(afterMs);
      return;
    }
    const stall = this.#begin(afterMs, 0);
    if (found.state === 'unknown') return;
    const [native, frames] = [
      found.state === 'blocked' ? found.native : undefined,
      found.state === 'running' ? found.frames : [],
    ];
    this.#add(stall, { afterMs, state: found.state, native, frames });
    if (found.state !== 'blocked') return;
    const returned = await found.returned;
    if (returned.length > 0) {
      this.#add(stall, { afterMs: stall.lengthMs, state: 'returned', native: undefined, frames: returned });
    }
  }

  // Who debugs should not be asked each second whether he still does.
  #excuseDebugger(lateMs: number): void {
    this.excuse(lateMs - (this.#open?.stacks.at(-1)?.afterMs ?? 0));
    const pauseMs = Math.max(this.#main.thresholdMs, Math.min(this.#excusedMs, LONGEST_LOOK_MS));
    this.#nextLookMs = this.#lateMs(this.#checkedMs) + pauseMs;
  }

  // The first and the last of a long stall say more than those between.
  #add(stall: OpenStall, stack: StallStack): void {
    if (stall.stacks.length >= MAX_STACKS) stall.stacks.splice(MAX_STACKS / 2, 1);
    stall.stacks.push({ ...stack, frames: stack.frames.slice(0, MAX_FRAMES) });
    this.#main.onStall(stall, 'changed');
  }
}
