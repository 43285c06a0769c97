import type { IncomingMessage } from 'node:http';
import { PortholeError } from '../errors.js';
import { CONTENT_TYPES, chooseFormat, formatExposition, formatProgramExposition } from '../export/prometheus.js';
import { sampleJson } from '../export/sample-json.js';
import type { Sample } from '../source/sample.js';
import { type Answer, errorAnswer, jsonAnswer } from './answer.js';
import type { Host } from './host.js';
import type { SetupMessage } from './messages.js';
import { answerFiles, answerStats } from './mmash.js';
import type { Page } from './page-files.js';
import { type AskProcess, answerProcesses, answerStalls, answerThreads } from './process-routes.js';
import { seriesMessage } from './series.js';
import { findGraph, findHost, parseGraphSpec, type Watched } from './subject.js';

/** What the routes answer from. */
export interface Routed extends AskProcess {
  readonly watched: Watched;
  readonly page: Page;
  readonly setup: SetupMessage;
  /** One look at this machine. */
  readonly poll: () => Sample;
}

type Route = (routed: Routed, query: URLSearchParams, request: IncomingMessage, local: Host) => Answer;

const ROUTES: Readonly<Record<string, Route>> = {
  '/': ({ page }) => page.html,
  '/setup': ({ setup }) => jsonAnswer(setup),
  '/metrics': answerMetrics,
  '/sample': answerSample,
  '/series': answerSeries,
  '/processes': (_routed, _query, _request, { live }) => answerProcesses(live),
};

/** The answer to a GET. @throws PortholeError `wrong-usage` for a query that means nothing. */
export async function answerRoute(
  path: string,
  query: URLSearchParams,
  request: IncomingMessage,
  routed: Routed,
): Promise<Answer> {
  const [local] = routed.watched.hosts;
  if (local === undefined) return errorAnswer(404, 'nothing is watched');
  const route = Object.hasOwn(ROUTES, path) ? ROUTES[path] : undefined;
  if (route !== undefined) return route(routed, query, request, local);
  const [, pid, what] = /^\/processes\/(\d{1,10})\/(threads|stalls)$/.exec(path) ?? [];
  if (pid !== undefined) {
    const name = query.get('host') ?? 'local';
    const host = findHost(routed.watched, name);
    if (host === undefined) return errorAnswer(404, `${name}: no such host`);
    return what === 'stalls'
      ? await answerStalls(Number(pid), host, routed)
      : await answerThreads(Number(pid), query, host, routed);
  }
  const [, kind, name = ''] = /^\/(stats|files)(?:\/(.*))?$/s.exec(path) ?? [];
  if (kind === 'stats') return answerStats(decode(name), query, routed.poll().targets);
  if (kind === 'files') return answerFiles(decode(name), routed.poll().targets);
  return errorAnswer(404, `${path}: there is nothing; the page at / shows what there is`);
}

function answerMetrics({ poll }: Routed, query: URLSearchParams, { headers }: IncomingMessage, { live }: Host): Answer {
  const format = chooseFormat(headers.accept);
  const by = query.get('by') ?? 'process';
  if (by !== 'process' && by !== 'program') return errorAnswer(400, `${by}: by is process or program`);
  const body =
    by === 'process'
      ? formatExposition(live.targetsOf(poll()), format)
      : formatProgramExposition(live.programsOf(poll()), format);
  return { status: 200, type: CONTENT_TYPES[format], body, headers: { vary: 'accept' } };
}

function answerSample(_routed: Routed, _query: URLSearchParams, _request: IncomingMessage, { live }: Host): Answer {
  return live.latest === undefined
    ? errorAnswer(503, 'nothing was looked at yet')
    : jsonAnswer(sampleJson(live.latest));
}

function answerSeries({ watched }: Routed, query: URLSearchParams): Answer {
  const spec = parseGraphSpec(query);
  const found = findGraph(watched, spec);
  return found === undefined
    ? errorAnswer(404, `${spec.metric}: no such number there`)
    : jsonAnswer(seriesMessage(found));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new PortholeError('wrong-usage', `${text}: this is no encoded text`);
  }
}
