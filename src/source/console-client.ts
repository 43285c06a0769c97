import { PortholeError, systemCodeOf } from '../errors.js';
import { type AsyncDump, type AsyncPrice, parseAsyncDump, parseAsyncPrice } from '../format/async-dump.js';
import { type AgentInfo, parseAgentInfo, parseConsoleError } from '../format/console-messages.js';
import { type FrameDump, parseFrameDump } from '../format/frame-dump.js';
import { type InFlightReport, parseInFlight } from '../format/in-flight.js';
import { parseStackDump, type StackDump } from '../format/stack-dump.js';
import { MAX_SAMPLING_MS, parseStackSamples, type StackSamples } from '../format/stack-samples.js';
import { parseStallReport, type StallReport } from '../format/stalls.js';
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

export interface AsyncOptions extends ThreadsOptions {
  /** Whether the price does not matter. */
  readonly isForced?: boolean;
}

/** A dump as the process gives it: ours with all detail, or the text of a program with the older socketconsole. */
export type Dump =
  | { readonly type: 'threads'; readonly dump: StackDump }
  | { readonly type: 'text'; readonly text: string };

// A dump takes well under a second; a machine that swaps takes longer to give the agent's thread its turn.
const DEFAULT_TIMEOUT_MS = 5000;
// A heap of a GB is a snapshot of minutes.
const DEFAULT_ASYNC_TIMEOUT_MS = 600_000;
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

/** The times at which its event loop stood still. @throws as {@link requestThreads}. */
export async function requestStalls(socketPath: string, options: RequestOptions = {}): Promise<StallReport> {
  const answer = await exchange(socketPath, formatRequest('GET', '/stalls'), options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  const report = isHttp(answer) ? parseStallReport(parseJson(socketPath, answer)) : undefined;
  if (report === undefined) throw notUnderstood(socketPath, 'an agent that watches for stalls');
  return report;
}

/**
 * What a process has begun and not ended, and what it holds open.
 *
 * Cost: what is in flight is read from shared memory; for its open handles the main thread is held up, see the agent's
 * `listOpenHandles`.
 *
 * @throws as {@link requestThreads}.
 */
export async function requestInFlight(socketPath: string, options: RequestOptions = {}): Promise<InFlightReport> {
  const deadlineMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const answer = await exchange(socketPath, formatRequest('GET', '/in-flight'), deadlineMs);
  const report = isHttp(answer) ? parseInFlight(parseJson(socketPath, answer)) : undefined;
  if (report === undefined) throw notUnderstood(socketPath, 'an agent that knows what is in flight');
  return report;
}

/** What an async dump of the process would cost now. @throws as {@link requestThreads}. */
export async function requestAsyncPrice(socketPath: string, options: RequestOptions = {}): Promise<AsyncPrice> {
  const deadlineMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const answer = await exchange(socketPath, formatRequest('GET', '/async-price'), deadlineMs);
  const price = isHttp(answer) ? parseAsyncPrice(parseJson(socketPath, answer)) : undefined;
  if (price === undefined) throw notUnderstood(socketPath, 'the price of an async dump');
  return price;
}

/**
 * Every suspended async function of a process.
 *
 * Cost: the process stands still for as long as its {@link AsyncPrice} says, then for moments.
 *
 * @throws PortholeError `not-permitted`, with the price, when that is too high and it is not forced; else as {@link requestThreads}.
 */
export async function requestAsyncDump(socketPath: string, options: AsyncOptions): Promise<AsyncDump> {
  const { locals = true, isForced = false, timeoutMs = DEFAULT_ASYNC_TIMEOUT_MS } = options;
  const path = `/threads?async=1&locals=${Number(locals)}&force=${Number(isForced)}`;
  const answer = await exchange(socketPath, formatRequest('GET', path), timeoutMs);
  const dump = isHttp(answer) ? parseAsyncDump(parseJson(socketPath, answer)) : undefined;
  if (dump === undefined) throw notUnderstood(socketPath, 'an async dump');
  return dump;
}

/** A frame of a thread, and how deep its values are wanted. */
export interface FrameQuestion {
  /** Node's: 0 for the main thread. */
  readonly threadId: number;
  /** From 0, the innermost: where the frame was when it was last seen. */
  readonly index: number;
  /** The function that it is a call of: at another index, the innermost call of it is looked into. */
  readonly functionName: string;
  /** How many levels of properties below a variable, 0 to 5. */
  readonly depth: number;
}

/**
 * One frame of a thread as it is now, with all its scopes and what is in their values.
 *
 * That it is the call that was meant is for the caller to judge (`isSameCall`): the thread has run on meanwhile.
 *
 * Cost: the thread is held up for some milliseconds, for a second at the very most.
 *
 * @throws PortholeError `not-found` when no such frame is there now; else as {@link requestThreads}.
 */
export async function requestFrame(socketPath: string, question: FrameQuestion): Promise<FrameDump> {
  const { threadId, index, functionName, depth } = question;
  const query = new URLSearchParams({ depth: String(depth), ...(functionName !== '' && { function: functionName }) });
  const path = `/threads/${threadId}/frames/${index}/scopes?${query.toString()}`;
  const answer = await exchange(socketPath, formatRequest('GET', path), DEFAULT_TIMEOUT_MS);
  const frame = isHttp(answer) ? parseFrameDump(parseJson(socketPath, answer)) : undefined;
  if (frame === undefined) throw notUnderstood(socketPath, 'a frame with its scopes');
  return frame;
}

/**
 * How often each stack of a process is met in `count` looks, `intervalMs` apart.
 *
 * Cost: a fraction of a millisecond of each thread's time a look; nothing is paused.
 *
 * @throws as {@link requestThreads}.
 */
export async function requestSamples(socketPath: string, count: number, intervalMs: number): Promise<StackSamples> {
  const path = `/samples?count=${count}&interval=${intervalMs}`;
  // A process that answers nothing takes half a second a look, and more with several threads.
  const deadlineMs = DEFAULT_TIMEOUT_MS + MAX_SAMPLING_MS;
  const answer = await exchange(socketPath, formatRequest('GET', path), deadlineMs);
  const samples = isHttp(answer) ? parseStackSamples(parseJson(socketPath, answer)) : undefined;
  if (samples === undefined) throw notUnderstood(socketPath, 'samples of stacks');
  return samples;
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
