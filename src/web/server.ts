import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { messageOf, PortholeError, systemCodeOf } from '../errors.js';
import { CONTENT_TYPES, chooseFormat, formatExposition } from '../export/prometheus.js';
import type { Sample } from '../source/sample.js';
import { type Answer, errorAnswer, send } from './answer.js';
import { streamEvents } from './event-stream.js';
import { type Access, refuse } from './guard.js';
import { answerIndex } from './index-page.js';
import { LiveSamples } from './live-samples.js';
import { answerFiles, answerStats } from './mmash.js';
import { answerProcesses, answerThreads, type RequestDump } from './process-routes.js';

/** What the server is made of; it reads and asks nothing by itself. */
export interface ServerOptions extends Access {
  /** 0: any that is free. */
  readonly port: number;
  /** One look at everything. */
  readonly poll: () => Sample;
  readonly requestDump: RequestDump;
}

/** A server that listens. */
export interface RunningServer {
  readonly url: string;
  readonly live: LiveSamples;
  /** Ends all connections. */
  readonly close: () => Promise<void>;
}

// A dashboard, a few scrapers and scripts: more than that is somebody else's mistake.
const MAX_CONNECTIONS = 200;

/** Listens, and answers until it is closed. @throws PortholeError `not-permitted` when the address cannot be had. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const live = new LiveSamples();
  const server = createServer((request, response) => void handle(request, response, options, live));
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(options, error)));
    server.listen(options.port, options.host, resolve);
  });
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  return { url: urlOf(server.address(), options), live, close };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  options: ServerOptions,
  live: LiveSamples,
): Promise<void> {
  const isHead = request.method === 'HEAD';
  try {
    const refusal = refuse(request, options);
    if (refusal !== undefined) send(response, refusal, isHead);
    else await route(request, response, options, live);
  } catch (thrown) {
    const status = thrown instanceof PortholeError && thrown.code === 'wrong-usage' ? 400 : 500;
    if (!response.headersSent) send(response, errorAnswer(status, messageOf(thrown)), isHead);
  }
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  options: ServerOptions,
  live: LiveSamples,
): Promise<void> {
  const { pathname, searchParams } = parseTarget(request.url ?? '/');
  const isHead = request.method === 'HEAD';
  if (pathname === '/events' && !isHead) streamEvents(response, searchParams, live);
  else send(response, await answer(pathname, searchParams, request, options, live), isHead);
}

async function answer(
  path: string,
  query: URLSearchParams,
  { headers }: IncomingMessage,
  { poll, requestDump }: ServerOptions,
  live: LiveSamples,
): Promise<Answer> {
  if (path === '/') return answerIndex(live);
  if (path === '/metrics') {
    const format = chooseFormat(headers.accept);
    const body = formatExposition(live.targetsOf(poll()), format);
    return { status: 200, type: CONTENT_TYPES[format], body, headers: { vary: 'accept' } };
  }
  if (path === '/processes') return answerProcesses(live);
  const pid = /^\/processes\/(\d{1,10})\/threads$/.exec(path)?.[1];
  if (pid !== undefined) return await answerThreads(Number(pid), query, live, requestDump);
  const [, kind, name = ''] = /^\/(stats|files)(?:\/(.*))?$/s.exec(path) ?? [];
  if (kind === 'stats') return answerStats(decode(name), query, poll().targets);
  if (kind === 'files') return answerFiles(decode(name), poll().targets);
  return errorAnswer(404, `${path}: there is nothing; / lists what there is`);
}

function parseTarget(target: string): { readonly pathname: string; readonly searchParams: URLSearchParams } {
  const [pathname = '/', query = ''] = target.split('?', 2);
  return { pathname, searchParams: new URLSearchParams(query) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new PortholeError('wrong-usage', `${text}: this is no encoded text`);
  }
}

function urlOf(address: AddressInfo | string | null, { host, port }: ServerOptions): string {
  const actual = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${actual}/`;
}

function cannotListen({ host, port }: ServerOptions, error: Error): PortholeError {
  const options = { cause: error };
  const code = systemCodeOf(error);
  if (code === 'EADDRINUSE') {
    return new PortholeError('not-permitted', `port ${port} is taken: choose another with --port`, options);
  }
  if (code === 'EACCES')
    return new PortholeError('not-permitted', `port ${port} is for root: choose one above 1023`, options);
  return new PortholeError('not-permitted', `${host}:${port} cannot be listened on: ${messageOf(error)}`, options);
}
