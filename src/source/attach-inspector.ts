import { get } from 'node:http';
import { WebSocket } from 'ws';
import { messageOf, PortholeError } from '../errors.js';
import { isPlainObject } from '../format/json.js';
import { describeListener, type Listener } from './attach-port.js';

const CONNECT_DEADLINE_MS = 2000;
const MAX_LIST_BYTES = 100_000;

interface Waiting {
  readonly resolve: (answer: Readonly<Record<string, unknown>>) => void;
  readonly reject: (error: PortholeError) => void;
}

/** A connection to the inspector of another process. Nothing in the process is stopped by it. */
export class Inspector {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  #count = 0;
  #isOpen = true;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => this.#take(data.toString('utf8')));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      this.#isOpen = false;
      this.#failAll();
    });
  }

  /** @throws PortholeError `connection-lost`, `no-answer`, `bad-answer`. */
  static async connect(listener: Listener): Promise<Inspector> {
    const path = await readPath(listener);
    const options = { handshakeTimeout: CONNECT_DEADLINE_MS, maxPayload: 1024 * 1024 };
    const socket = new WebSocket(`ws://${describeListener(listener)}${path}`, options);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', (error: Error) => reject(lost(error)));
    });
    const inspector = new Inspector(socket);
    // Node holds the end of a process up until its inspectors have left, and tells those that ask.
    inspector.tell('NodeRuntime.notifyWhenWaitingForDisconnect', { enabled: true });
    return inspector;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  tell(method: string, params: object): void {
    this.#socket.send(JSON.stringify({ id: ++this.#count, method, params }), () => undefined);
  }

  /**
   * The text that an expression gives, which is evaluated at once: in an idle process, and between two steps of a busy one.
   *
   * @throws PortholeError `no-answer` after `deadlineMs`, `connection-lost`, `bad-answer` when it throws or gives no text.
   */
  async evaluate(expression: string, deadlineMs: number): Promise<string> {
    const params = { expression, includeCommandLineAPI: true, returnByValue: true };
    const answer = await this.#ask('Runtime.evaluate', params, deadlineMs);
    const result = isPlainObject(answer['result']) ? answer['result'] : {};
    const value = isPlainObject(result['result']) ? result['result']['value'] : undefined;
    if (typeof value === 'string') return value;
    throw new PortholeError('bad-answer', `its inspector gave ${JSON.stringify(answer).slice(0, 300)}`);
  }

  [Symbol.dispose](): void {
    this.#socket.terminate();
  }

  #ask(method: string, params: object, deadlineMs: number): Promise<Readonly<Record<string, unknown>>> {
    return new Promise((resolve, reject) => {
      this.tell(method, params);
      const id = this.#count;
      const deadline = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new PortholeError('no-answer', 'its main thread does not answer: it is in native code'));
      }, deadlineMs);
      const settled = <T>(then: (value: T) => void): ((value: T) => void) => {
        return (value) => {
          clearTimeout(deadline);
          then(value);
        };
      };
      this.#waiting.set(id, { resolve: settled(resolve), reject: settled(reject) });
      if (!this.#isOpen) this.#failAll();
    });
  }

  #take(text: string): void {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      return;
    }
    if (!isPlainObject(message)) return;
    if (message['method'] === 'NodeRuntime.waitingForDisconnect') this.#socket.terminate();
    const { id } = message;
    if (typeof id !== 'number') return;
    this.#waiting.get(id)?.resolve(message);
    this.#waiting.delete(id);
  }

  #failAll(): void {
    for (const { reject } of this.#waiting.values()) reject(lost('its inspector has closed the connection'));
    this.#waiting.clear();
  }
}

/** Whether Node's inspector answers there. Never rejects. */
export async function isInspector(listener: Listener): Promise<boolean> {
  return await readPath(listener).then(
    () => true,
    () => false,
  );
}

/** The path of the WebSocket, which nobody can guess: from the list that the inspector gives. */
function readPath(listener: Listener): Promise<string> {
  return new Promise((resolve, reject) => {
    const { host, port } = listener;
    const request = get({ host, port, path: '/json/list', agent: false, timeout: CONNECT_DEADLINE_MS }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        if (text.length > MAX_LIST_BYTES) response.destroy();
      });
      response.on('error', (error) => reject(lost(error)));
      response.on('close', () => {
        const path = /"webSocketDebuggerUrl":\s*"ws:\/\/[^"/]+(\/[\w-]+)"/.exec(text)?.[1];
        if (path !== undefined) resolve(path);
        else reject(new PortholeError('bad-answer', `what listens on ${describeListener(listener)} is no inspector`));
      });
    });
    request.on('timeout', () => request.destroy(new Error('no answer')));
    request.on('error', (error) => reject(lost(error)));
  });
}

function lost(why: unknown): PortholeError {
  return new PortholeError('connection-lost', `the connection to its inspector was lost: ${messageOf(why)}`);
}
