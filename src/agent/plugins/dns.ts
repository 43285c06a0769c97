import { PerformanceObserver } from 'node:perf_hooks';
import { atStop } from '../at-stop.js';
import type { StartPlugin } from './plugin.js';

// 10 µs to 1 min: 12 KiB for each kind of question.
const BOUNDS = { min: 0.01, max: 60_000 };

/**
 * How long answers of the DNS took, by question: `lookup` (what sockets use), `queryA`, ….
 *
 * No Node publishes a channel for it; all tell it as performance entries. Questions that get no answer are not among
 * them.
 */
export const measureDns: StartPlugin = (registry) => {
  const help = 'Time until the DNS answered; questions without an answer are not told by Node';
  const observer = new PerformanceObserver((list) => {
    try {
      for (const { name, duration } of list.getEntries()) {
        registry
          .timer('dns.duration', { ...BOUNDS, help, labelNames: ['kind'] })
          .labels({ kind: name })
          .observe(duration);
      }
    } catch {
      registry.onDropped();
    }
  });
  observer.observe({ entryTypes: ['dns'] });
  atStop(() => observer.disconnect());
};
