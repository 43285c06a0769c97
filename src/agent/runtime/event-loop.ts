import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { AGENT_FIELDS } from '../../format/agent-fields.js';
import { atStop } from '../at-stop.js';
import type { Task } from '../heartbeat.js';
import type { Registry } from '../registry.js';

// perf_hooks turns a timer of this length over and over; the cost is one wake-up each.
const DELAY_RESOLUTION_MS = 20;

/** By how much the event loop was late in the last second. */
export function sampleLoopDelay(registry: Registry): Task {
  const what = `by which the turns of a ${DELAY_RESOLUTION_MS} ms timer came late in the last second`;
  const histogram = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
  histogram.enable();
  atStop(() => histogram.disable());
  const set = (name: string, statistic: string, delayMs: number): void => {
    registry.gauge(name, { unit: 'ms', help: `${statistic} time ${what}` }).set(Math.max(0, delayMs));
  };
  // perf_hooks measures from one turn of its timer to the next; what is beyond the timer's own length is the delay.
  const delayMs = (turnNs: number): number => turnNs / 1e6 - DELAY_RESOLUTION_MS;
  return () => {
    // Without a turn there is no mean; the last values stay.
    if (Number.isNaN(histogram.mean)) return;
    set(AGENT_FIELDS.eventLoopDelayMean, 'Mean', delayMs(histogram.mean));
    set(AGENT_FIELDS.eventLoopDelayP50, 'Median', delayMs(histogram.percentile(50)));
    set(AGENT_FIELDS.eventLoopDelayP90, '90th percentile of the', delayMs(histogram.percentile(90)));
    set(AGENT_FIELDS.eventLoopDelayP99, '99th percentile of the', delayMs(histogram.percentile(99)));
    set(AGENT_FIELDS.eventLoopDelayMax, 'Largest', delayMs(histogram.max));
    set(AGENT_FIELDS.eventLoopDelayMin, 'Smallest', delayMs(histogram.min));
    set(AGENT_FIELDS.eventLoopDelayStddev, 'Standard deviation of the', histogram.stddev / 1e6);
    histogram.reset();
  };
}

/** The share of the last second in which the event loop did not wait. */
export function sampleLoopUtilization(registry: Registry): Task {
  const help = 'Share of the last second in which the event loop did not wait';
  let before = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    registry.gauge(AGENT_FIELDS.eventLoopUtilization, { unit: 'ratio', help }).set(utilization);
    before = now;
  };
}
