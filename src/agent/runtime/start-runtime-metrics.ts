import type { Heartbeat } from '../heartbeat.js';
import type { Registry } from '../registry.js';
import { sampleActiveResources } from './active-resources.js';
import { measureCollections } from './collections.js';
import { sampleLoopDelay, sampleLoopUtilization } from './event-loop.js';
import { sampleHeap, sampleHeapSpaces } from './heap.js';
import { sampleKernelCounts, sampleOpenFiles } from './kernel-counts.js';
import { sampleMemory, sampleUsage } from './process-usage.js';
import { sampleThreadTime } from './thread-time.js';

/**
 * Samples the runtime each second. A worker thread publishes what belongs to the thread;
 * what belongs to the process stands in the main thread's file only.
 *
 * Cost: about 0.1 ms each second; what grows with the program (open files, active resources) gets a thousandth of the
 * thread's time. Each garbage collection costs some µs more.
 */
export function startRuntimeMetrics(registry: Registry, heartbeat: Heartbeat, isMainThread: boolean): void {
  const now = [
    () => registry.collect(),
    sampleHeap(registry),
    sampleHeapSpaces(registry),
    sampleMemory(registry, isMainThread),
    sampleThreadTime(registry),
    ...(isMainThread ? [sampleUsage(registry), sampleKernelCounts(registry), sampleOpenFiles(registry)] : []),
  ];
  for (const sample of now) sample();
  // These say something of the second behind them: until it has passed there is no value to show.
  const later = [sampleLoopDelay(registry), sampleLoopUtilization(registry), sampleActiveResources(registry)];
  for (const sample of [...now, ...later]) heartbeat.eachSecond(sample);
  measureCollections(registry);
}
