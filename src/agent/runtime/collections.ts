import { PerformanceObserver } from 'node:perf_hooks';
import { AGENT_FIELDS } from '../../format/agent-fields.js';
import type { Registry } from '../registry.js';

/** Counts the garbage collections of this thread. */
export function countCollections(registry: Registry): void {
  const count = registry.counter(AGENT_FIELDS.gcCount, { unit: 'collections', help: 'Garbage collections' });
  const observer = new PerformanceObserver((list) => count.inc(list.getEntries().length));
  observer.observe({ entryTypes: ['gc'] });
}
