import { createRequire } from 'node:module';
import { isPlainObject } from '../../format/json.js';
import { isPromRegistry, type PromRegistry } from '../bridge/prom-registry.js';
import { PromRegistryCopy } from '../bridge/prom-registry-copy.js';
import { PublishedSeries } from '../bridge/published-series.js';
import { monotonicMs } from '../own-process.js';
import type { StartPlugin } from './plugin.js';

const MODULE_FILE = /[\\/]prom-client[\\/]index\.js$/;
// The list of modules is gone through at once, after twice the time each, and then each minute.
const LONGEST_PAUSE_MS = 60_000;

/**
 * Copies the default registry of every prom-client that the program has loaded, each second.
 *
 * It is found among the loaded CommonJS modules, where an `import` of it stands too; it is never loaded by us. One that
 * a bundler has put into the program's own file is not found.
 */
export const bridgePromClient: StartPlugin = (registry, heartbeat) => {
  const modules = createRequire(import.meta.url).cache;
  const copies = new Map<string, PromRegistryCopy>();
  const series = new PublishedSeries(registry);
  let pauseMs = 0;
  let searchAtMs = 0;
  heartbeat.eachSecond(() => {
    const nowMs = monotonicMs();
    if (nowMs >= searchAtMs) {
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2 + 1000);
      searchAtMs = nowMs + pauseMs;
      for (const path in modules) {
        if (!MODULE_FILE.test(path) || copies.has(path)) continue;
        const found = exportedRegistry(modules[path]?.exports);
        if (found !== undefined) copies.set(path, new PromRegistryCopy(found, series, registry.onDropped));
      }
    }
    for (const copy of copies.values()) copy.sample(nowMs);
  });
};

function exportedRegistry(exported: unknown): PromRegistry | undefined {
  const registry = isPlainObject(exported) ? exported['register'] : undefined;
  return isPromRegistry(registry) ? registry : undefined;
}
