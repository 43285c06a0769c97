import type { IncomingMessage, ServerResponse } from 'node:http';
import { messageOf, PortholeError } from '../errors.js';
import { type AgentInfo, CONSOLE_VERSION, type ConsoleError } from '../format/console-messages.js';
import type { FrameDump } from '../format/frame-dump.js';
import type { StackDump } from '../format/stack-dump.js';
import type { FrameChoice } from './capture/expand-frame.js';

/** What the console can be asked, whatever the transport. */
export interface ConsoleServices {
  readonly readInfo: () => AgentInfo;
  readonly takeDump: (wantsLocals: boolean) => Promise<StackDump>;
  readonly expandFrame: (threadId: number, choice: FrameChoice) => Promise<FrameDump>;
}

type Route = (services: ConsoleServices, query: URLSearchParams) => unknown;

const ROUTES: Readonly<Record<string, Route>> = {
  '/info': ({ readInfo }) => readInfo(),
  '/threads': ({ takeDump }, query) => takeDump(readFlag(query, 'locals', true)),
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
    const route = Object.hasOwn(ROUTES, pathname) ? ROUTES[pathname] : frameRoute(pathname);
    if (route === undefined) {
      sendError(response, 404, `there is no ${pathname} here, only ${Object.keys(ROUTES).join(', ')}`);
    } else if (request.method !== 'GET') {
      response.setHeader('Allow', 'GET');
      sendError(response, 405, `${pathname} takes GET, not ${request.method ?? ''}`);
    } else {
      send(response, 200, await route(services, searchParams));
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
