import type { IncomingMessage, ServerResponse } from 'node:http';
import { messageOf, PortholeError } from '../errors.js';
import type { AsyncDump, AsyncPrice } from '../format/async-dump.js';
import { type AgentInfo, CONSOLE_VERSION, type ConsoleError, type Detached } from '../format/console-messages.js';
import type { FrameDump } from '../format/frame-dump.js';
import type { InFlightReport } from '../format/in-flight.js';
import type { StackDump } from '../format/stack-dump.js';
import { MAX_SAMPLES, MAX_SAMPLING_MS } from '../format/stack-samples.js';
import type { StallReport } from '../format/stalls.js';
import type { FrameChoice } from './capture/expand-frame.js';
import type { TakeSamples } from './capture/sample-stacks.js';

/** What the console can be asked, whatever the transport. */
export interface ConsoleServices {
  readonly readInfo: () => AgentInfo;
  readonly takeDump: (wantsLocals: boolean) => Promise<StackDump>;
  readonly readStalls: () => StallReport;
  readonly readInFlight: () => Promise<InFlightReport>;
  readonly takeSamples: TakeSamples;
  readonly readAsyncPrice: () => Promise<AsyncPrice>;
  readonly takeAsyncDump: (wantsLocals: boolean, isForced: boolean) => Promise<AsyncDump>;
  /** Takes the agent out of the process; rejects when its event loop does not turn. */
  readonly detach: () => Promise<Detached>;
  readonly expandFrame: (threadId: number, choice: FrameChoice) => Promise<FrameDump>;
}

/** @param isWanted Whether the client still waits. */
type Route = (services: ConsoleServices, query: URLSearchParams, isWanted: () => boolean) => unknown;

const ROUTES: Readonly<Record<string, Route>> = {
  '/info': ({ readInfo }) => readInfo(),
  '/in-flight': ({ readInFlight }) => readInFlight(),
  '/stalls': ({ readStalls }) => readStalls(),
  '/threads': ({ takeDump, takeAsyncDump }, query) => {
    const wantsLocals = readFlag(query, 'locals', true);
    if (!readFlag(query, 'async', false)) return takeDump(wantsLocals);
    return takeAsyncDump(wantsLocals, readFlag(query, 'force', false));
  },
  '/samples': ({ takeSamples }, query, isWanted) => {
    const count = readNumber(query, 'count', 100, MAX_SAMPLES);
    const intervalMs = readNumber(query, 'interval', 10, MAX_SAMPLING_MS / count);
    return takeSamples({ count, intervalMs }, isWanted);
  },
  '/async-price': ({ readAsyncPrice }) => readAsyncPrice(),
};

/** Whether the answer may be a long time in coming, by the nature of what is asked for. */
export function takesLong(request: IncomingMessage): boolean {
  return /^\/samples|[?&]async=1(?:&|$)/.test(request.url ?? '');
}

/** Those that change something, and so take POST. */
const ORDERS: Readonly<Record<string, Route>> = {
  '/detach': ({ detach }) => detach(),
};

const FRAME_PATH = /^\/threads\/(\d{1,9})\/frames\/(\d{1,4})\/scopes$/;
const MAX_DEPTH = 5;

class BadRequest extends Error {}

/** Answers one request with JSON; what goes wrong is an answer too. Never throws. */
export async function answerRequest(
  services: ConsoleServices,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const { pathname, searchParams } = parseTarget(request.url ?? '');
    const method = Object.hasOwn(ORDERS, pathname) ? 'POST' : 'GET';
    const routes = method === 'POST' ? ORDERS : ROUTES;
    const route = Object.hasOwn(routes, pathname) ? routes[pathname] : frameRoute(pathname);
    if (route === undefined) {
      sendError(
        response,
        404,
        `there is no ${pathname} here, only ${Object.keys({ ...ROUTES, ...ORDERS }).join(', ')}`,
      );
    } else if (request.method !== method) {
      response.setHeader('Allow', method);
      sendError(response, 405, `${pathname} takes ${method}, not ${request.method ?? ''}`);
    } else {
      send(response, 200, await route(services, searchParams, () => !response.destroyed));
    }
  } catch (error) {
    sendError(response, statusOf(error), messageOf(error));
  }
}

function frameRoute(pathname: string): Route | undefined {
  const [, threadId, index] = FRAME_PATH.exec(pathname) ?? [];
  if (threadId === undefined) return undefined;
  return ({ expandFrame }, query) => {
    const depth = Number(query.get('depth') ?? 2);
    if (!Number.isInteger(depth) || depth < 0 || depth > MAX_DEPTH) throw new BadRequest(`depth is 0 to ${MAX_DEPTH}`);
    const functionName = query.get('function') ?? undefined;
    return expandFrame(Number(threadId), { index: Number(index), functionName, depth });
  };
}

function statusOf(error: unknown): number {
  if (error instanceof BadRequest) return 400;
  const statuses = { 'not-found': 404, 'not-permitted': 403, 'no-answer': 503 };
  const code = error instanceof PortholeError ? error.code : undefined;
  return code === 'not-found' || code === 'not-permitted' || code === 'no-answer' ? statuses[code] : 500;
}

/** The whole answer to a request that is no HTTP, for a connection that then ends. */
export function formatBadRequest(reason: string): string {
  const body = JSON.stringify(describeError(reason));
  return [
    'HTTP/1.1 400 Bad Request',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}

function parseTarget(target: string): URL {
  try {
    return new URL(target, 'http://porthole');
  } catch {
    throw new BadRequest('the path cannot be read');
  }
}

function readFlag(query: URLSearchParams, name: string, otherwise: boolean): boolean {
  const value = query.get(name);
  if (value === null) return otherwise;
  if (value !== '0' && value !== '1') throw new BadRequest(`${name} is 0 or 1`);
  return value === '1';
}

function readNumber(query: URLSearchParams, name: string, otherwise: number, limit: number): number {
  const value = Number(query.get(name) ?? otherwise);
  if (!(value >= 1 && value <= limit)) throw new BadRequest(`${name} is a number from 1 to ${Math.floor(limit)}`);
  return value;
}

function sendError(response: ServerResponse, status: number, reason: string): void {
  send(response, status, describeError(reason));
}

function send(response: ServerResponse, status: number, content: unknown): void {
  const body = JSON.stringify(content);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  });
  response.end(body);
}

function describeError(error: string): ConsoleError {
  return { version: CONSOLE_VERSION, error };
}
