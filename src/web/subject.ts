import { PortholeError } from '../errors.js';
import { AGGREGATORS } from '../model/aggregate.js';
import { type AggregationRule, chooseAggregator } from '../model/aggregation.js';
import { type GroupRow, groupGraph, groupMetricRows } from '../model/group-metrics.js';
import { type Group, groupOf, livingOf } from '../model/groups.js';
import { graphOf, type MetricGraph, type MetricRow, metricRow, metricRows } from '../model/metric-table.js';
import type { Host } from './host.js';
import type { GraphSpec, MetricMessage, Subject } from './messages.js';

/** What can be looked at, and how the metrics of several become one. */
export interface Watched {
  /** This machine first. */
  readonly hosts: readonly Host[];
  readonly aggregations: readonly AggregationRule[];
}

/** A metric with what is drawn of it. */
export interface FoundGraph {
  readonly metric: Pick<MetricRow, 'label' | 'kind' | 'unit' | 'help'>;
  readonly owner: string;
  readonly aggregate: MetricMessage['aggregate'];
  readonly graph: MetricGraph;
}

/** Reads `host=…&process=…` or `host=…&group=…&aggregate=…`. @throws PortholeError `wrong-usage` for an aggregation that means nothing. */
export function parseSubject(query: URLSearchParams): Subject {
  const process = query.get('process');
  const group = query.get('group');
  const named = query.get('aggregate');
  const aggregate = AGGREGATORS.find((aggregator) => aggregator === named);
  if (named !== null && aggregate === undefined) {
    throw new PortholeError('wrong-usage', `aggregate=${named} means nothing; there are ${AGGREGATORS.join(' ')}`);
  }
  return {
    host: query.get('host') ?? 'local',
    ...(process === null ? {} : { process }),
    ...(group === null ? {} : { group }),
    ...(aggregate === undefined ? {} : { aggregate }),
  };
}

/** Reads a subject and its `metric`. @throws PortholeError `wrong-usage` without one. */
export function parseGraphSpec(query: URLSearchParams): GraphSpec {
  const metric = query.get('metric');
  if (metric === null) throw new PortholeError('wrong-usage', 'say which metric: metric=NAME');
  return { ...parseSubject(query), metric };
}

/** The host of that name. */
export function findHost({ hosts }: Watched, name: string): Host | undefined {
  return hosts.find((host) => host.name === name);
}

/** The table of metrics of a process or group; `undefined` when there is none such. */
export function rowsOf(watched: Watched, subject: Subject): readonly (MetricRow | GroupRow)[] | undefined {
  const live = findHost(watched, subject.host)?.live;
  if (live === undefined) return undefined;
  if (subject.process !== undefined) {
    return live.history.processes.has(subject.process) ? metricRows(live.history, subject.process) : undefined;
  }
  const group = findGroup(watched, subject);
  return group && groupMetricRows(group, chooseAggregator(subject.aggregate, watched.aggregations));
}

/** A graph of the last `limit` moments; `undefined` when there is no such metric. */
export function findGraph(watched: Watched, spec: GraphSpec, limit?: number): FoundGraph | undefined {
  if (spec.process !== undefined) return findGraphOfProcess(watched, spec, spec.process, limit);
  const group = findGroup(watched, spec);
  if (group === undefined) return undefined;
  const choose = chooseAggregator(spec.aggregate, watched.aggregations);
  const graph = groupGraph(group, spec.metric, choose, limit);
  const metric = groupMetricRows(group, choose).find(({ label }) => label === spec.metric);
  if (graph === undefined || metric === undefined) return undefined;
  return { metric, owner: `${group.name} × ${livingOf(group).length}`, aggregate: metric.aggregate, graph };
}

function findGraphOfProcess(
  watched: Watched,
  { host, metric: key }: GraphSpec,
  process: string,
  limit?: number,
): FoundGraph | undefined {
  const history = findHost(watched, host)?.live.history;
  const latest = history?.processes.get(process)?.latest;
  if (history === undefined || latest === undefined) return undefined;
  const graph = graphOf(history, process, key, limit);
  const metric = metricRow(history, process, key);
  if (graph === undefined || metric === undefined) return undefined;
  const { pid } = latest.target;
  return { metric, owner: pid === 0 ? latest.name : `${latest.name} (pid ${pid})`, aggregate: undefined, graph };
}

function findGroup(watched: Watched, { host, group }: Subject): Group | undefined {
  const history = findHost(watched, host)?.live.history;
  return history === undefined || group === undefined ? undefined : groupOf(history, group);
}
