import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { messageOf, PortholeError, systemCodeOf } from '../errors.js';
import type { AggregationRule } from '../model/aggregation.js';
import type { Grouping } from '../model/groups.js';
import type { Sample } from '../source/sample.js';
import { type Answer, errorAnswer, send } from './answer.js';
import { streamEvents } from './event-stream.js';
import { followHosts } from './follow-hosts.js';
import { type Access, refuseMethod, refuseStranger, refuseUnknown } from './guard.js';
import { type HostSpec, newHost } from './host.js';
import type { LiveSamples } from './live-samples.js';
import { streamLive } from './live-stream.js';
import type { SetupMessage } from './messages.js';
import { Page, type PageFiles } from './page-files.js';
import type { AskProcess } from './process-routes.js';
import { answerRoute, type Routed } from './routes.js';
import { Session } from './session.js';

/** What the server is made of; it reads and asks nothing by itself. */
export interface ServerOptions extends Access, AskProcess {
  /** 0: any that is free. */
  readonly port: number;
  /** One look at everything. */
  readonly poll: () => Sample;
  readonly page: PageFiles;
  readonly setup: SetupMessage;
  readonly grouping: Grouping;
  readonly aggregations: readonly AggregationRule[];
  readonly hosts: readonly HostSpec[];
}

/** Everything that a request is answered with. */
interface Serving extends Routed {
  readonly options: ServerOptions;
  readonly live: LiveSamples;
  readonly session: Session;
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
  const { grouping, aggregations } = options;
  const local = newHost('local', undefined, grouping);
  const others = options.hosts.map((spec) => newHost(spec.name, spec, grouping));
  const watched = { hosts: [local, ...others], aggregations };
  const { live } = local;
  const serving = { ...options, options, live, watched, page: new Page(options.page), session: new Session() };
  const server = createServer((request, response) => void handle(request, response, serving));
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(options, error)));
    server.listen(options.port, options.host, resolve);
  });
  const end = new AbortController();
  const following = followHosts(others, options.readUrl, end.signal);
  const close = async (): Promise<void> => {
    end.abort();
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await Promise.all([closed, following]);
  };
  return { url: urlOf(server.address(), options), live, close };
}

async function handle(request: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  const isHead = request.method === 'HEAD';
  const { pathname, searchParams } = parseTarget(request.url ?? '/');
  try {
    const early = await answerEarly(request, pathname, serving);
    if (early !== undefined) send(response, early, isHead);
    else if (pathname === '/events' && !isHead) streamEvents(response, searchParams, serving.live);
    else if (pathname === '/live' && !isHead) streamLive(response, searchParams, serving.watched);
    else send(response, await answerRoute(pathname, searchParams, request, serving), isHead);
  } catch (thrown) {
    const status = thrown instanceof PortholeError && thrown.code === 'wrong-usage' ? 400 : 500;
    if (!response.headersSent) send(response, errorAnswer(status, messageOf(thrown)), isHead);
  }
}

/** A refusal, or what everybody gets: the page's own files, and the form that asks for the token. */
async function answerEarly(
  request: IncomingMessage,
  path: string,
  { options, page, session }: Serving,
): Promise<Answer | undefined> {
  const { host, token } = options;
  const isLogin = path === '/login' && request.method === 'POST' && token !== undefined;
  const refusal = (isLogin ? undefined : refuseMethod(request)) ?? refuseStranger(request, host);
  if (refusal !== undefined) return refusal;
  if (isLogin) return await session.answerLogin(request, token);
  const file = path.startsWith('/page/') ? page.file(path.slice('/page/'.length)) : undefined;
  if (file !== undefined) return file;
  if (token === undefined || session.isOpen(request)) return undefined;
  return refuseUnknown(request, token);
}

function parseTarget(target: string): { readonly pathname: string; readonly searchParams: URLSearchParams } {
  const [pathname = '/', query = ''] = target.split('?', 2);
  return { pathname, searchParams: new URLSearchParams(query) };
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
