import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8';
import { AGENT_FIELDS } from '../../format/agent-fields.js';
import type { Task } from '../heartbeat.js';
import type { Registry } from '../registry.js';

/** The JavaScript heap of this thread. */
export function sampleHeap(registry: Registry): Task {
  const used = registry.gauge(AGENT_FIELDS.heapUsed, { unit: 'bytes', help: 'JavaScript heap in use' });
  const total = registry.gauge(AGENT_FIELDS.heapTotal, { unit: 'bytes', help: 'JavaScript heap set aside' });
  const limit = registry.gauge(AGENT_FIELDS.heapLimit, { unit: 'bytes', help: 'JavaScript heap at most' });
  return () => {
    const heap = getHeapStatistics();
    used.set(heap.used_heap_size);
    total.set(heap.total_heap_size);
    limit.set(heap.heap_size_limit);
  };
}

/** The spaces of which the heap is made: `new` for the young, `old`, `large_object`, `code`, … (about 10 µs). */
export function sampleHeapSpaces(registry: Registry): Task {
  const used = { unit: 'bytes', help: 'In use in this space of the heap' };
  const total = { unit: 'bytes', help: 'Set aside for this space of the heap' };
  const available = { unit: 'bytes', help: 'Left in this space of the heap' };
  return () => {
    for (const space of getHeapSpaceStatistics()) {
      const labels = { space: space.space_name.replace(/_space$/, '') };
      registry.gauge('nodejs.heap.space.size.used', { ...used, labels }).set(space.space_used_size);
      registry.gauge('nodejs.heap.space.size.total', { ...total, labels }).set(space.space_size);
      registry.gauge('nodejs.heap.space.size.available', { ...available, labels }).set(space.space_available_size);
    }
  };
}
