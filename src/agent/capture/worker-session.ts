import { threadId as ownThreadId } from 'node:worker_threads';
import { isPlainObject } from '../../format/json.js';
import type { ThreadIdentity } from './thread-facts.js';
import { type Answer, ThreadSession } from './thread-session.js';

/**
 * A session with a worker thread, over that of the thread that made it.
 *
 * All messages pass through the maker's: they wait while that is in native code. Whoever
 * stops a worker must send what lets it go on in the same breath as the last question.
 */
export class WorkerSession extends ThreadSession {
  readonly identity: ThreadIdentity;
  readonly #parent: ThreadSession;
  readonly #sessionId: string;
  readonly #waiting = new Map<number, (reason: string | undefined, answer: Answer) => void>();
  #lastId = 0;

  constructor(parent: ThreadSession, sessionId: string, identity: ThreadIdentity) {
    super();
    this.#parent = parent;
    this.#sessionId = sessionId;
    this.identity = identity;
    parent.on('NodeWorker.receivedMessageFromWorker', ({ sessionId: id, message }) => {
      if (id === sessionId && typeof message === 'string') this.#receive(message);
    });
  }

  protected override post(
    method: string,
    params: object,
    onAnswer: (reason: string | undefined, answer: Answer) => void,
  ): void {
    const id = ++this.#lastId;
    this.#waiting.set(id, onAnswer);
    const message = JSON.stringify({ id, method, params });
    this.#parent
      .askForEver('NodeWorker.sendMessageToWorker', { sessionId: this.#sessionId, message })
      .catch((error) => {
        this.#waiting.delete(id);
        onAnswer(String(error), {});
      });
  }

  #receive(text: string): void {
    const message: unknown = JSON.parse(text);
    if (!isPlainObject(message)) return;
    const { id, method, params, result, error } = message;
    if (typeof method === 'string') this.emit(method, isPlainObject(params) ? params : {});
    if (typeof id !== 'number') return;
    const onAnswer = this.#waiting.get(id);
    this.#waiting.delete(id);
    onAnswer?.(isPlainObject(error) ? String(error['message']) : undefined, isPlainObject(result) ? result : {});
  }
}

// Many more are a program that makes threads without end.
const MAX_WORKERS = 64;

/**
 * Sessions with the worker threads that the thread of `parent` has made; ours, which asks, is left out.
 *
 * They end with the session of `parent`.
 *
 * @throws PortholeError `no-answer` when that thread is in native code.
 */
export async function attachWorkers(parent: ThreadSession, deadlineMs: number): Promise<readonly WorkerSession[]> {
  const sessions: WorkerSession[] = [];
  parent.on('NodeWorker.attachedToWorker', ({ sessionId, workerInfo }) => {
    if (typeof sessionId !== 'string' || !isPlainObject(workerInfo) || sessions.length >= MAX_WORKERS) return;
    const identity = readIdentity(String(workerInfo['title']), String(workerInfo['url']));
    if (identity.threadId !== ownThreadId) sessions.push(new WorkerSession(parent, sessionId, identity));
  });
  await parent.ask('NodeWorker.enable', { waitForDebuggerOnStart: false }, deadlineMs);
  return sessions;
}

// `[worker 3] pool`, by its maker or else by its script; who gave no name is called `WorkerThread`.
function readIdentity(title: string, url: string): ThreadIdentity {
  const [, id, given = ''] = /^\[worker (\d+)\] ?(.*)$/s.exec(title) ?? [];
  const script = url.slice(url.lastIndexOf('/') + 1);
  const name = given === '' || given === 'WorkerThread' ? script || 'worker' : given;
  return { name: name.slice(0, 100), threadId: Number(id ?? -1) };
}

const TID_EXPRESSION = "(process.getBuiltinModule ?? require)('node:fs').readlinkSync('/proc/thread-self')";

/** The kernel's id of a thread that does not tell it in a stats file; `undefined` when it does not answer in time. */
export async function readWorkerTid(session: ThreadSession, deadlineMs: number): Promise<number | undefined> {
  try {
    const params = { expression: TID_EXPRESSION, includeCommandLineAPI: true, returnByValue: true, silent: true };
    const { result } = await session.ask('Runtime.evaluate', params, deadlineMs);
    const link = isPlainObject(result) ? String(result['value']) : '';
    const tid = /\/task\/(\d+)$/.exec(link)?.[1];
    return tid === undefined ? undefined : Number(tid);
  } catch {
    return undefined;
  }
}
