import { AGGREGATORS } from '../model/aggregate.js';
import type { AggregationRule } from '../model/aggregation.js';
import type { GroupRule } from '../model/groups.js';
import { parseMetricPattern } from '../model/metric-pattern.js';
import { parseTargetPattern } from '../target-pattern.js';
import type { HostSpec } from '../web/host.js';
import type { GraphSpec, SetupMessage } from '../web/messages.js';
import type { ConfigPart } from './config-part.js';

/** `"groups": {"web": ["api*", "gateway"]}`: which processes are looked at as one. */
export function parseGroups(config: ConfigPart): readonly GroupRule[] {
  const groups = config.names('groups');
  return groups.keys.map((name) => ({ name, patterns: (groups.texts(name) ?? []).map(parseTargetPattern) }));
}

/** `"aggregations": {"queue.size": "max"}`: how a metric becomes one over several processes. */
export function parseAggregations(config: ConfigPart): readonly AggregationRule[] {
  const aggregations = config.names('aggregations');
  return aggregations.keys.flatMap((metric) => {
    const aggregator = aggregations.choice(metric, AGGREGATORS);
    return aggregator === undefined ? [] : [{ metric: parseMetricPattern(metric), aggregator }];
  });
}

/** `"pages": [{"name": "web", "graphs": [{"target": "api*", "metric": "http.requests"}]}]`: sets of graphs. */
export function parsePages(config: ConfigPart): SetupMessage['pages'] {
  return config.list('pages', ['name', 'graphs']).map((page) => ({
    name: page.neededText('name'),
    graphs: page.list('graphs', ['target', 'metric', 'aggregate', 'host']).map(parseGraph),
  }));
}

/** The processes that pages name by a pattern, each pattern a group of its own. */
export function groupsOfPages(pages: SetupMessage['pages']): readonly GroupRule[] {
  const targets = new Set(pages.flatMap(({ graphs }) => graphs.map(({ group }) => group ?? '*')));
  return [...targets].map((name) => ({ name, patterns: [parseTargetPattern(name)] }));
}

/** `"hosts": [{"name": "db1", "url": "http://db1:9464/", "token": "…"}]`: other machines, and pages of metrics. */
export function parseHosts(config: ConfigPart): readonly HostSpec[] {
  const hosts = config.list('hosts', ['name', 'url', 'type', 'token']).map(parseHost);
  const taken = hosts.find(
    ({ name }, index) => name === 'local' || hosts.findIndex((host) => host.name === name) !== index,
  );
  if (taken !== undefined) throw new Error(`hosts: there is a ${taken.name} already: each has a name of its own`);
  return hosts;
}

function parseGraph(graph: ConfigPart): GraphSpec {
  const aggregate = graph.choice('aggregate', AGGREGATORS);
  return {
    host: graph.text('host') ?? 'local',
    group: graph.text('target') ?? '*',
    metric: graph.neededText('metric'),
    ...(aggregate === undefined ? {} : { aggregate }),
  };
}

function parseHost(host: ConfigPart): HostSpec {
  const url = host.neededText('url');
  const isHttp = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  if (!isHttp) throw new Error(`${url} is no address such as http://db1:9464/`);
  const { host: address, pathname } = new URL(url);
  // A porthole is named by its root, any other source by its page.
  const type = host.choice('type', ['porthole', 'prometheus']) ?? (pathname === '/' ? 'porthole' : 'prometheus');
  const token = host.text('token');
  return { name: host.text('name') ?? address, type, url, ...(token === undefined ? {} : { token }) };
}
