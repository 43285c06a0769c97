import type { Heartbeat } from '../heartbeat.js';
import type { Registry } from '../registry.js';
import { countChildProcesses } from './child-processes.js';
import { measureIoredis, measureMysql2, measureRedis } from './databases.js';
import { measureDns } from './dns.js';
import { measureFetches } from './fetch.js';
import { measureHttpClients } from './http-client.js';
import { measureHttpServers } from './http-server.js';
import type { StartPlugin } from './plugin.js';
import { bridgePromClient } from './prom-client.js';
import { countSockets } from './sockets.js';

/** By the names that `PORTHOLE_PLUGINS` takes. */
const PLUGINS: ReadonlyMap<string, readonly StartPlugin[]> = new Map([
  ['http', [measureHttpServers, measureHttpClients]],
  ['fetch', [measureFetches]],
  ['net', [countSockets]],
  ['dns', [measureDns]],
  ['child_process', [countChildProcesses]],
  ['mysql2', [measureMysql2]],
  ['redis', [measureRedis]],
  ['ioredis', [measureIoredis]],
  ['prom-client', [bridgePromClient]],
]);

/**
 * Starts the plug-ins that `PORTHOLE_PLUGINS` names: all without it, none with `none`, else those of a list with commas.
 * One that cannot start is counted in `porthole.dropped`.
 *
 * @returns The names in the setting that are no plug-in's.
 */
export function startPlugins(setting: string | undefined, registry: Registry, heartbeat: Heartbeat): readonly string[] {
  const names = chosenNames(setting);
  for (const plugin of names.flatMap((name) => PLUGINS.get(name) ?? [])) {
    try {
      plugin(registry, heartbeat);
    } catch {
      registry.onDropped();
    }
  }
  return names.filter((name) => !PLUGINS.has(name));
}

/** The names that there are, for a message. */
export function pluginNames(): readonly string[] {
  return [...PLUGINS.keys()];
}

function chosenNames(setting = ''): readonly string[] {
  if (setting === 'none') return [];
  const names = setting.split(',').map((name) => name.trim());
  const chosen = [...new Set(names)].filter((name) => name !== '');
  return chosen.length === 0 ? pluginNames() : chosen;
}
