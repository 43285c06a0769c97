import { performance } from 'node:perf_hooks';

const SESSIONS = 0;
const IS_CLOSED = 1;

/**
 * Lets the main thread end only when no inspector session is open.
 *
 * Node waits for open sessions at its exit: it prints "Waiting for the debugger
 * to disconnect…", and Node 20 can wait for ever. So our worker enters before it opens one
 * and leaves when it is closed, and the main thread closes the gate on its way out.
 */
export class ExitGate {
  /** To be handed to the other thread, whose gate is made from it. */
  readonly memory: SharedArrayBuffer;
  readonly #words: Int32Array<SharedArrayBuffer>;

  constructor(memory = new SharedArrayBuffer(8)) {
    this.memory = memory;
    this.#words = new Int32Array(memory);
  }

  /** @returns Whether a session may be opened; then {@link leave} must follow. */
  enter(): boolean {
    Atomics.add(this.#words, SESSIONS, 1);
    if (!this.isClosed) return true;
    this.leave();
    return false;
  }

  /** Whether the main thread is on its way out, and waits for those inside. */
  get isClosed(): boolean {
    return Atomics.load(this.#words, IS_CLOSED) !== 0;
  }

  leave(): void {
    Atomics.sub(this.#words, SESSIONS, 1);
    Atomics.notify(this.#words, SESSIONS);
  }

  /** Forgets those inside: their thread has died, and its sessions with it. */
  reset(): void {
    Atomics.store(this.#words, SESSIONS, 0);
  }

  /** Lets nobody in any more, and waits for who is inside: a few ms, `deadlineMs` at most. */
  close(deadlineMs: number): void {
    Atomics.store(this.#words, IS_CLOSED, 1);
    const inside = (): number => Atomics.load(this.#words, SESSIONS);
    if (inside() === 0) return;
    const endMs = performance.now() + deadlineMs;
    while (inside() > 0 && performance.now() < endMs) {
      Atomics.wait(this.#words, SESSIONS, inside(), Math.max(0, endMs - performance.now()));
    }
    // The session's end is handled at an interrupt check, of which a loop has one each turn.
    for (let turn = 0; turn < 1000; turn++) Atomics.load(this.#words, SESSIONS);
  }
}
