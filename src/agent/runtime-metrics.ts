import { monitorEventLoopDelay, PerformanceObserver, performance } from 'node:perf_hooks';
import { clearInterval, setInterval } from 'node:timers';
import { getHeapStatistics } from 'node:v8';
import { AGENT_FIELDS, HEARTBEAT_INTERVAL_MS } from '../format/agent-fields.js';
import { monotonicMs } from './own-process.js';
import type { Registry } from './registry.js';

const SAMPLE_INTERVAL_MS = 1000;
// perf_hooks turns a timer of this length over and over; the cost is one wake-up each.
const DELAY_RESOLUTION_MS = 20;

type Sampler = () => void;

/**
 * Samples the runtime each second and beats the heart each {@link HEARTBEAT_INTERVAL_MS}.
 *
 * A worker thread publishes what belongs to the thread; memory and CPU time of the
 * process stand in the main thread's file only. Nothing keeps the process alive.
 *
 * @param onBeat Called after each beat.
 * @returns Stops it.
 */
export function startRuntimeMetrics(registry: Registry, isMainThread: boolean, onBeat: () => void): () => void {
  const heartbeat = registry.gauge(AGENT_FIELDS.heartbeat, {
    help: "The machine's monotonic clock when the event loop last turned, in ms",
  });
  const samplers = [sampleHeap(registry), () => registry.collect()];
  if (isMainThread) samplers.push(sampleProcess(registry), sampleCpu(registry));
  for (const sample of samplers) sample();
  // These two say something of the second behind them: until it has passed there is no value to show.
  samplers.push(sampleLoopDelay(registry), sampleLoopUtilization(registry));
  const stopGcCount = countCollections(registry);

  let sampledAtMs = monotonicMs();
  const beat = (): void => {
    const nowMs = monotonicMs();
    heartbeat.set(nowMs);
    // Half a beat early is on time: timers fire late, never early.
    if (nowMs - sampledAtMs >= SAMPLE_INTERVAL_MS - HEARTBEAT_INTERVAL_MS / 2) {
      sampledAtMs = nowMs;
      for (const sample of samplers) sample();
    }
    onBeat();
  };
  beat();
  const timer = setInterval(beat, HEARTBEAT_INTERVAL_MS).unref();
  return () => {
    clearInterval(timer);
    stopGcCount();
  };
}

// perf_hooks measures from one turn of its timer to the next; what is beyond the timer's own length is the delay.
function sampleLoopDelay(registry: Registry): Sampler {
  const what = `by which the turns of a ${DELAY_RESOLUTION_MS} ms timer came late in the last second`;
  const set = (name: string, statistic: string, turnNs: number): void => {
    const delayMs = Math.max(0, turnNs / 1e6 - DELAY_RESOLUTION_MS);
    registry.gauge(name, { unit: 'ms', help: `${statistic} time ${what}` }).set(delayMs);
  };
  const histogram = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
  histogram.enable();
  return () => {
    // Without a turn there is no mean; the last values stay.
    if (Number.isNaN(histogram.mean)) return;
    set(AGENT_FIELDS.eventLoopDelayMean, 'Mean', histogram.mean);
    set(AGENT_FIELDS.eventLoopDelayP50, 'Median', histogram.percentile(50));
    set(AGENT_FIELDS.eventLoopDelayP99, '99th percentile', histogram.percentile(99));
    set(AGENT_FIELDS.eventLoopDelayMax, 'Largest', histogram.max);
    histogram.reset();
  };
}

function sampleLoopUtilization(registry: Registry): Sampler {
  const help = 'Share of the last second in which the event loop did not wait';
  let before = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    registry.gauge(AGENT_FIELDS.eventLoopUtilization, { unit: 'ratio', help }).set(utilization);
    before = now;
  };
}

function sampleHeap(registry: Registry): Sampler {
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

function sampleProcess(registry: Registry): Sampler {
  const rss = registry.gauge(AGENT_FIELDS.rss, { unit: 'bytes', help: 'Memory that the process occupies' });
  const uptime = registry.gauge(AGENT_FIELDS.uptime, { unit: 's', help: 'Time since the process started' });
  return () => {
    rss.set(process.memoryUsage.rss());
    uptime.set(process.uptime());
  };
}

function sampleCpu(registry: Registry): Sampler {
  const user = registry.counter(AGENT_FIELDS.cpuUser, { unit: 'ms', help: 'CPU time in the program' });
  const system = registry.counter(AGENT_FIELDS.cpuSystem, { unit: 'ms', help: 'CPU time in the kernel' });
  return () => {
    const usage = process.cpuUsage();
    user.inc(Math.max(0, Math.floor(usage.user / 1e3) - user.value));
    system.inc(Math.max(0, Math.floor(usage.system / 1e3) - system.value));
  };
}

function countCollections(registry: Registry): () => void {
  const count = registry.counter(AGENT_FIELDS.gcCount, { unit: 'collections', help: 'Garbage collections' });
  const observer = new PerformanceObserver((list) => count.inc(list.getEntries().length));
  observer.observe({ entryTypes: ['gc'] });
  return () => observer.disconnect();
}
