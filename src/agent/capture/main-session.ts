import { Session } from 'node:inspector';
import { isPlainObject } from '../../format/json.js';
import { type Answer, ThreadSession } from './thread-session.js';

/** A session with the main thread, which answers also while it is busy in JavaScript. */
export class MainSession extends ThreadSession {
  readonly #session = new Session();

  constructor() {
    super();
    this.#session.connectToMainThread();
    this.#session.on('inspectorNotification', (message: { readonly method: string; readonly params?: object }) => {
      this.emit(message.method, isPlainObject(message.params) ? message.params : {});
    });
  }

  protected override post(
    method: string,
    params: object,
    onAnswer: (reason: string | undefined, answer: Answer) => void,
  ): void {
    this.#session.post(method, params, (error, result) => onAnswer(error?.message, { ...result }));
  }

  /** Ends the session at once, and with it everything that it asked for: for one that has asked no worker thread. */
  [Symbol.dispose](): void {
    this.#session.disconnect();
  }

  /**
   * Ends the session, and with it everything that it asked for; when the main thread is in native code, as soon as it is back.
   *
   * Node 20 crashes now and then when a session ends that has not let go of the workers
   * before, while one of them is starting or ending.
   */
  async close(): Promise<void> {
    await this.askForEver('NodeWorker.disable', {}).catch(() => undefined);
    this.#session.disconnect();
  }
}
