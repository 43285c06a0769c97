import { Session } from 'node:inspector';
import { PortholeError } from '../../errors.js';
import { beforeDeadline } from './deadline.js';

/** An answer of the inspector: what is in it is for the caller to check. */
export type Answer = Readonly<Record<string, unknown>>;

/** A question to the main thread's inspector; rejects with `no-answer` after its deadline. */
export type Ask = (method: string, params?: object) => Promise<Answer>;

/**
 * One inspector session with the main thread: opened for one dump, then closed.
 *
 * Never send `Debugger.setAsyncCallStackDepth` over it: that crashes Node 20 or
 * freezes the process.
 */
export class MainSession {
  readonly #session = new Session();

  constructor() {
    this.#session.connectToMainThread();
  }

  /** Sends a message without waiting for its answer. */
  tell(method: string): void {
    this.#session.post(method, () => undefined);
  }

  /** @throws PortholeError `no-answer` after `deadlineMs`, `bad-answer` when the inspector refuses. */
  async ask(method: string, params: object, deadlineMs: number): Promise<Answer> {
    const answer = new Promise<Answer>((resolve, reject) => {
      this.#session.post(method, params, (error, result) => {
        if (error === null) resolve({ ...result });
        else reject(new PortholeError('bad-answer', `${method}: ${error.message}`));
      });
    });
    const outcome = await beforeDeadline(answer, deadlineMs);
    if (outcome.state === 'came') return outcome.value;
    throw new PortholeError('no-answer', `${method} was not answered within ${Math.round(deadlineMs)} ms`);
  }

  /** Calls `listener` with the parameters of each `event`. */
  on(event: string, listener: (params: Answer) => void): void {
    this.#session.on(event, (message: { readonly params?: object }) => listener({ ...message.params }));
  }

  /** Ends the session, and with it everything that it asked for. */
  [Symbol.dispose](): void {
    this.#session.disconnect();
  }
}
