import type { OnDropped } from '../instrument.js';
import { monotonicMs } from '../own-process.js';
import { type PromMetric, type PromRegistry, parsePromValues } from './prom-registry.js';
import type { PublishedSeries } from './published-series.js';

// A function of the program is called as often as a Prometheus server would by default.
const COLLECT_INTERVAL_MS = 15_000;
const LONGEST_COLLECT_MS = 50;

// prom-client's own metrics of the runtime. Reading some of them resets them, which would falsify what
// its real reader sees; the agent has them all itself.
const DEFAULT_METRIC =
  /(^|_)(nodejs_(eventloop_lag|active_|heap_|external_memory|version_info)|process_(cpu_|start_time|resident_memory|virtual_memory|heap_bytes|open_fds|max_fds))/;

/** Copies the values of a prom-client registry. */
export class PromRegistryCopy {
  readonly #registry: PromRegistry;
  readonly #series: PublishedSeries;
  readonly #onDropped: OnDropped;
  readonly #readAtMs = new WeakMap<PromMetric, number>();

  constructor(registry: PromRegistry, series: PublishedSeries, onDropped: OnDropped) {
    this.#registry = registry;
    this.#series = series;
    this.#onDropped = onDropped;
  }

  /**
   * Reads every metric that is due: each time those that only hold values, every 15 s those for which the program must
   * be asked. A metric is not read while it has not answered, and never again when asking failed or took over 50 ms.
   */
  sample(nowMs: number): void {
    for (const metric of this.#registry.getMetricsAsArray()) {
      if (DEFAULT_METRIC.test(metric.name) || nowMs < (this.#readAtMs.get(metric) ?? 0)) continue;
      void this.#read(metric, nowMs, typeof metric.collect === 'function' ? COLLECT_INTERVAL_MS : 0);
    }
  }

  async #read(metric: PromMetric, nowMs: number, intervalMs: number): Promise<void> {
    this.#readAtMs.set(metric, Number.POSITIVE_INFINITY);
    try {
      const startedMs = monotonicMs();
      const answer = metric.get();
      const tookMs = monotonicMs() - startedMs;
      for (const { value, ...series } of parsePromValues(await answer)) this.#series.set(series, value);
      if (intervalMs === 0 || tookMs < LONGEST_COLLECT_MS) this.#readAtMs.set(metric, nowMs + intervalMs);
    } catch {
      this.#onDropped();
    }
  }
}
