import { PortholeError } from '../../errors.js';
import { beforeDeadline } from './deadline.js';

/** An answer of the inspector: what is in it is for the caller to check. */
export type Answer = Readonly<Record<string, unknown>>;

/**
 * One inspector session with one thread: opened for one dump, then closed.
 *
 * Never send `Debugger.setAsyncCallStackDepth` over it: that crashes Node 20 or
 * freezes the process.
 */
export abstract class ThreadSession {
  readonly #listeners = new Map<string, ((params: Answer) => void)[]>();

  /** Sends a message; `onAnswer` gets what comes back, or why nothing does. Messages are handled in their order. */
  protected abstract post(
    method: string,
    params: object,
    onAnswer: (reason: string | undefined, answer: Answer) => void,
  ): void;

  /** Sends a message without waiting for its answer. */
  tell(method: string): void {
    this.post(method, {}, () => undefined);
  }

  /** @throws PortholeError `no-answer` after `deadlineMs`, `bad-answer` when the inspector refuses. */
  async ask(method: string, params: object, deadlineMs: number): Promise<Answer> {
    const outcome = await beforeDeadline(this.askForEver(method, params), deadlineMs);
    if (outcome.state === 'came') return outcome.value;
    throw new PortholeError('no-answer', `${method} was not answered within ${Math.round(deadlineMs)} ms`);
  }

  /** As {@link ask}, but waits until the session ends; then the promise stays as it is. */
  askForEver(method: string, params: object): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      this.post(method, params, (reason, answer) => {
        if (reason === undefined) resolve(answer);
        else reject(new PortholeError('bad-answer', `${method}: ${reason}`));
      });
    });
  }

  /** Calls `listener` with the parameters of each `event`. */
  on(event: string, listener: (params: Answer) => void): void {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }

  protected emit(event: string, params: Answer): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(params);
  }
}
