import { readFileSync } from 'node:fs';
import { PortholeError } from '../errors.js';
import { isPlainObject } from '../format/json.js';
import type { AggregationRule } from '../model/aggregation.js';
import type { GroupRule } from '../model/groups.js';
import { describeFailure } from '../source/failure.js';
import type { HostSpec } from '../web/host.js';
import type { SetupMessage } from '../web/messages.js';
import { ConfigPart } from './config-part.js';
import { parseAggregations, parseGroups, parseHosts, parsePages } from './serve-config-parts.js';

/** What a configuration file of `serve` may say; what it does not say is as without it. */
export interface ServeConfig {
  readonly port?: number;
  readonly host?: string;
  readonly token?: string;
  readonly dirs?: readonly string[];
  readonly targets?: readonly string[];
  readonly groups: readonly GroupRule[];
  readonly aggregations: readonly AggregationRule[];
  readonly pages: SetupMessage['pages'];
  readonly hosts: readonly HostSpec[];
}

const KEYS = ['port', 'host', 'token', 'dirs', 'targets', 'groups', 'aggregations', 'pages', 'hosts'];

/** Without a file. */
export const noServeConfig: ServeConfig = { groups: [], aggregations: [], pages: [], hosts: [] };

/** Reads a JSON file such as `{"port": 9464, "targets": ["api*"]}`. @throws PortholeError `wrong-usage`, and says what is wrong. */
export function readServeConfig(path: string): ServeConfig {
  try {
    return parseServeConfig(JSON.parse(readFileSync(path, 'utf8')));
  } catch (thrown) {
    throw new PortholeError('wrong-usage', describeFailure(path, thrown).reason, { cause: thrown });
  }
}

function parseServeConfig(value: unknown): ServeConfig {
  if (!isPlainObject(value)) throw new Error('it holds no object');
  const config = new ConfigPart(value, '', KEYS);
  const port = config.integer('port', 0, 65_535);
  const host = config.text('host');
  const token = config.text('token');
  const dirs = config.texts('dirs');
  const targets = config.texts('targets');
  return {
    ...(port === undefined ? {} : { port }),
    ...(host === undefined ? {} : { host }),
    ...(token === undefined ? {} : { token }),
    ...(dirs === undefined ? {} : { dirs }),
    ...(targets === undefined ? {} : { targets }),
    groups: parseGroups(config),
    aggregations: parseAggregations(config),
    pages: parsePages(config),
    hosts: parseHosts(config),
  };
}
