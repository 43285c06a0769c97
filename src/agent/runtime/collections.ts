import { constants, PerformanceObserver } from 'node:perf_hooks';
import { AGENT_FIELDS } from '../../format/agent-fields.js';
import { isPlainObject } from '../../format/json.js';
import { atStop } from '../at-stop.js';
import type { Registry } from '../registry.js';

// 1 µs to 65 s: 13 KiB for each kind.
const BOUNDS = { min: 0.001, max: 60_000 };
const KINDS = new Map<unknown, string>([
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weakcb'],
]);

/** Counts the garbage collections of this thread and measures how long it stood still for them. */
export function measureCollections(registry: Registry): void {
  const count = registry.counter(AGENT_FIELDS.gcCount, { unit: 'collections', help: 'Garbage collections' });
  const help = 'How long the thread stood still for a collection: of the young (minor), of all (major), …';
  const observer = new PerformanceObserver((list) => {
    try {
      for (const entry of list.getEntries()) {
        const kind = kindOf(entry);
        count.inc();
        registry.timer('nodejs.gc.duration', { help, ...BOUNDS, labels: { kind } }).observe(entry.duration);
      }
    } catch {
      registry.onDropped();
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  atStop(() => observer.disconnect());
}

// Not `entry.kind`: that getter is deprecated and warns.
function kindOf(entry: object): string {
  const detail: unknown = 'detail' in entry ? entry.detail : undefined;
  return KINDS.get(isPlainObject(detail) ? detail['kind'] : undefined) ?? 'other';
}
