import { PortholeError, systemCodeOf } from '../errors.js';
import { type AgentInfo, parseAgentInfo, parseConsoleError } from '../format/console-messages.js';
import { parseStackDump, type StackDump } from '../format/stack-dump.js';
import { exchange } from './console-exchange.js';
import { formatRequest, isHttp, parseHttpAnswer } from './http-answer.js';

/** What every request may be told. */
export interface RequestOptions {
  /** For the whole exchange. */
  readonly timeoutMs?: number;
}

export interface ThreadsOptions extends RequestOptions {
  /** Whether the values of local variables are wanted. The default is yes. */
  readonly locals?: boolean;
}

/** A dump as the process gives it: ours with all detail, or the text of a program with the older socketconsole. */
export type Dump =
  | { readonly type: 'threads'; readonly dump: StackDump }
  | { readonly type: 'text'; readonly text: string };

// A dump takes well under a second; a machine that swaps takes longer to give the agent's thread its turn.
const DEFAULT_TIMEOUT_MS = 5000;
const TEXT_START = '\n# Thread Name: ';

/**
 * What all threads of a process are doing.
 *
 * Cost: each thread that runs JavaScript is held up for some milliseconds while its locals are read.
 *
 * @throws PortholeError `not-found`, `not-permitted`, `no-answer`, `connection-lost`, `bad-answer`.
 */
export async function requestThreads(socketPath: string, options: ThreadsOptions = {}): Promise<StackDump> {
  const dump = await requestDump(socketPath, options);
  if (dump.type === 'threads') return dump.dump;
  throw new PortholeError('bad-answer', `${socketPath}: speaks socketconsole's text, not porthole's: no agent of ours`);
}

/** As {@link requestThreads}, and the text dump of a classic socketconsole, in the one connection. */
export async function requestDump(socketPath: string, options: ThreadsOptions = {}): Promise<Dump> {
  const path = options.locals === false ? '/threads?locals=0' : '/threads';
  const deadlineMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const answer = await exchangeOrListen(socketPath, formatRequest('GET', path), deadlineMs);
  if (!isHttp(answer)) return { type: 'text', text: checkText(socketPath, answer) };
  const dump = parseStackDump(parseJson(socketPath, answer));
  if (dump === undefined) throw notUnderstood(socketPath, 'a stack dump');
  return { type: 'threads', dump };
}

/** Who answers there. @throws as {@link requestThreads}. */
export async function requestInfo(socketPath: string, options: RequestOptions = {}): Promise<AgentInfo> {
  const answer = await exchange(socketPath, formatRequest('GET', '/info'), options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  const info = isHttp(answer) ? parseAgentInfo(parseJson(socketPath, answer)) : undefined;
  if (info === undefined) throw notUnderstood(socketPath, 'an agent');
  return info;
}

/** The text dump that every console gives to a client that sends nothing. @throws as {@link requestThreads}. */
export async function requestText(socketPath: string, options: RequestOptions = {}): Promise<string> {
  const answer = await exchange(socketPath, undefined, options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  return checkText(socketPath, answer);
}

/**
 * Takes the agent out of the process; when it resolves, nothing of it is left on the main thread.
 *
 * @throws As {@link requestThreads}; `no-answer` too when the event loop does not turn: it is then done as soon as it does.
 */
export async function requestDetach(socketPath: string, options: RequestOptions = {}): Promise<void> {
  const request = formatRequest('POST', '/detach');
  const answer = await exchange(socketPath, request, options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  if (!isHttp(answer)) throw notUnderstood(socketPath, 'an agent');
  parseJson(socketPath, answer);
}

// A classic console that was quicker than our request has closed before it was sent, and what it said is lost.
async function exchangeOrListen(socketPath: string, request: string, deadlineMs: number): Promise<Buffer> {
  try {
    return await exchange(socketPath, request, deadlineMs);
  } catch (thrown) {
    const isCutOff = thrown instanceof PortholeError && systemCodeOf(thrown.cause) === 'EPIPE';
    if (!isCutOff) throw thrown;
    return await exchange(socketPath, undefined, deadlineMs);
  }
}

function checkText(socketPath: string, answer: Buffer): string {
  const text = answer.toString('utf8');
  if (!text.startsWith(TEXT_START)) throw notUnderstood(socketPath, 'a stack dump');
  return text;
}

function parseJson(socketPath: string, bytes: Buffer): unknown {
  const answer = parseHttpAnswer(bytes);
  if (answer === undefined)
    throw new PortholeError('connection-lost', `${socketPath}: its answer was cut short: try again`);
  let value: unknown;
  try {
    value = JSON.parse(answer.body.toString('utf8'));
  } catch {
    value = undefined;
  }
  if (answer.status === 200) return value;
  const said = parseConsoleError(value) ?? `status ${answer.status}`;
  throw new PortholeError(codeOf(answer.status), `${socketPath}: ${said}`);
}

function codeOf(status: number): PortholeError['code'] {
  if (status === 404) return 'not-found';
  if (status === 401 || status === 403) return 'not-permitted';
  return status === 503 || status === 504 ? 'no-answer' : 'bad-answer';
}

function notUnderstood(socketPath: string, wanted: string): PortholeError {
  return new PortholeError('bad-answer', `${socketPath}: what answers there is not ${wanted}`);
}
