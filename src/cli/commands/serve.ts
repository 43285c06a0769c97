import { PortholeError } from '../../errors.js';
import { readOwnVersion } from '../../own-version.js';
import { requestDump } from '../../source/console-client.js';
import { readUrl } from '../../source/read-url.js';
import { readStalls } from '../../source/stalls.js';
import { isLoopback } from '../../web/guard.js';
import { type RunningServer, startServer } from '../../web/server.js';
import { EXIT_DONE } from '../exit-code.js';
import { type Io, print } from '../io.js';
import { type LookOptions, openPoller } from '../look.js';
import { readPageFiles } from '../page-files.js';
import { noServeConfig, readServeConfig } from '../serve-config.js';
import { groupsOfPages } from '../serve-config-parts.js';
import { nextSignal } from '../signals.js';

export interface ServeOptions extends LookOptions {
  readonly port: number | undefined;
  readonly host: string | undefined;
  /** The path of a configuration file. */
  readonly config: string | undefined;
}

const DEFAULT_PORT = 9464;
const INTERVAL_MS = 1000;
const MIN_TOKEN_LENGTH = 16;

/** `porthole serve`: the dashboard, metrics, processes and dumps over HTTP, until it is interrupted. */
export async function runServe(io: Io, options: ServeOptions): Promise<number> {
  const config = options.config === undefined ? noServeConfig : readServeConfig(options.config);
  const port = options.port ?? config.port ?? DEFAULT_PORT;
  const host = options.host ?? config.host ?? '127.0.0.1';
  const token = checkToken(host, io.env['PORTHOLE_TOKEN'] ?? config.token);
  const targets = options.targets.length > 0 ? options.targets : (config.targets ?? []);
  const dirs = options.dirs.length > 0 ? options.dirs : (config.dirs ?? []);
  const poller = openPoller(io, { targets, dirs });
  const server = await startServer({
    port,
    host,
    token,
    page: readPageFiles(),
    setup: { version: 1, porthole: readOwnVersion(), pages: config.pages },
    grouping: { rules: config.groups, extra: groupsOfPages(config.pages) },
    aggregations: config.aggregations,
    hosts: config.hosts,
    readUrl,
    requestStalls: readStalls,
    poll: () => poller.poll(),
    requestDump: async (socket, { locals }) => {
      const dump = await requestDump(socket, { locals });
      return dump.type === 'threads' ? dump.dump : dump.text;
    },
  });
  const end = new AbortController();
  try {
    const interruption = nextSignal(end.signal);
    const polling = pollInto(server, poller.samples({ intervalMs: INTERVAL_MS, signal: end.signal }));
    await print(io, `listening on ${server.url}\n`);
    await Promise.race([interruption, polling]);
    return EXIT_DONE;
  } finally {
    end.abort();
    await server.close();
  }
}

async function pollInto(
  { live }: RunningServer,
  samples: ReturnType<ReturnType<typeof openPoller>['samples']>,
): Promise<void> {
  for await (const sample of samples) live.append(sample);
}

/** @throws PortholeError `wrong-usage` for an address that others can reach, without a token worth the name. */
function checkToken(host: string, token: string | undefined): string | undefined {
  const isShort = token !== undefined && token.length < MIN_TOKEN_LENGTH;
  if (isShort) throw new PortholeError('wrong-usage', `a token has ${MIN_TOKEN_LENGTH} characters or more`);
  if (token !== undefined || isLoopback(host)) return token;
  const cure = 'set PORTHOLE_TOKEN, or token in the configuration file';
  throw new PortholeError('wrong-usage', `${host} can be reached by others, who must then know a token: ${cure}`);
}
