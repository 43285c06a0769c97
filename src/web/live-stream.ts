import type { ServerResponse } from 'node:http';
import { jsonValue } from '../export/json-value.js';
import { groupNameOf } from '../model/groups.js';
import { processRows } from '../model/process-table.js';
import { warningsOf } from '../model/warnings.js';
import { beginEvents } from './answer.js';
import type { Host } from './host.js';
import type { FleetMessage, HostMessage, MetricsMessage, PointsMessage, Subject } from './messages.js';
import { wirePoints } from './series.js';
import { findGraph, parseGraphSpec, parseSubject, rowsOf, type Watched } from './subject.js';

// More graphs than a page can show.
const MAX_GRAPHS = 60;

/**
 * `/live`: what the page shows, each second, until the client goes: the list of processes (`fleet`), the metrics of the
 * subject that `?subject=` names (`metrics`), and the last points of each `?graph=` (`points`).
 *
 * A client that does not keep up misses seconds, and asks for what it missed with `/series`.
 *
 * @throws PortholeError `wrong-usage` for a subject or graph that means nothing.
 */
export function streamLive(response: ServerResponse, query: URLSearchParams, watched: Watched): void {
  const subjectText = query.get('subject');
  const subject = subjectText === null ? undefined : parseSubject(new URLSearchParams(subjectText));
  const graphs = query
    .getAll('graph')
    .slice(0, MAX_GRAPHS)
    .map((text) => parseGraphSpec(new URLSearchParams(text)));
  const [local] = watched.hosts;
  if (local === undefined) return;
  beginEvents(response);
  let isFirst = true;
  const write = (): void => {
    if (response.writableNeedDrain) return;
    let text = formatEvent('fleet', fleetMessage(watched.hosts));
    const metrics = subject === undefined ? undefined : metricsMessage(watched, subject, isFirst);
    if (metrics !== undefined) {
      text += formatEvent('metrics', metrics);
      isFirst = false;
    }
    if (graphs.length > 0) text += formatEvent('points', pointsMessage(watched, graphs));
    response.write(text);
  };
  if (local.live.latest !== undefined) write();
  response.on('close', local.live.listen(write));
}

function formatEvent(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

function fleetMessage(hosts: readonly Host[]): FleetMessage {
  return { wallMs: hosts[0]?.live.history.wallMs ?? Date.now(), hosts: hosts.map(hostMessage) };
}

function hostMessage({ name, type, reason, live }: Host): HostMessage {
  const { history } = live;
  return {
    name,
    type,
    ...(reason === undefined ? {} : { reason }),
    searched: history.processes.size === 0 ? history.searched : [],
    processes: processRows(history).map((row) => ({ ...row, group: groupNameOf(history.grouping, row) })),
    warnings: warningsOf(history),
  };
}

function metricsMessage(watched: Watched, subject: Subject, isFirst: boolean): MetricsMessage | undefined {
  const rows = rowsOf(watched, subject);
  const wallMs = watched.hosts.find(({ name }) => name === subject.host)?.live.history.wallMs;
  if (rows === undefined || wallMs === undefined) return undefined;
  return {
    isFirst,
    wallMs,
    rows: rows.map((row) => ({ ...row, value: jsonValue(row.value), recent: isFirst ? row.recent : [] })),
  };
}

function pointsMessage(watched: Watched, graphs: readonly ReturnType<typeof parseGraphSpec>[]): PointsMessage {
  return {
    graphs: graphs.map((spec) => {
      const found = findGraph(watched, spec, 1);
      return found === undefined ? null : wirePoints(found.graph);
    }),
  };
}
