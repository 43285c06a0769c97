import { clearInterval, setInterval } from 'node:timers';
import { threadRegistry } from '../registry.js';
import { parseCollection } from './opentelemetry-metrics.js';
import { PublishedSeries } from './published-series.js';

export interface PortholeMetricReaderOptions {
  /** How often the metrics are collected; by default every second. */
  readonly intervalMs?: number;
}

/** What OpenTelemetry's SDK gives a reader: it answers with all metrics. */
export interface OpenTelemetryProducer {
  collect(options?: { readonly timeoutMillis?: number }): Promise<unknown>;
}

const DEFAULT_INTERVAL_MS = 1000;
const MAX_SERIES_PER_METRIC = 1000;
// AggregationType.DEFAULT and AggregationTemporality.CUMULATIVE of the SDK.
const DEFAULT_AGGREGATION = { type: 0 } as const;
const CUMULATIVE = 1;

/**
 * Puts every metric of an OpenTelemetry `MeterProvider` into the stats file of its thread.
 *
 * ```js
 * new MeterProvider({ readers: [new PortholeMetricReader()] });
 * ```
 *
 * A histogram becomes `NAME.count`, `.sum`, `.min`, `.max` and `.bucket{le="…"}`; attribute names have `_` for what
 * is no letter or digit. At most 2,000 series. Works with the SDK's versions 1 and 2, and does not keep the
 * process alive. Cost: a collection each second, observable callbacks included.
 */
export class PortholeMetricReader {
  readonly #intervalMs: number;
  readonly #series = new PublishedSeries(threadRegistry());
  #producer: OpenTelemetryProducer | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isCollecting = false;

  constructor({ intervalMs = DEFAULT_INTERVAL_MS }: PortholeMetricReaderOptions = {}) {
    this.#intervalMs = intervalMs;
  }

  /** Called by the SDK, which has then been given this reader. */
  setMetricProducer(producer: OpenTelemetryProducer): void {
    this.#producer = producer;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => void this.forceFlush(), this.#intervalMs).unref();
  }

  selectAggregation(): { readonly type: 0 } {
    return DEFAULT_AGGREGATION;
  }

  selectAggregationTemporality(): 1 {
    return CUMULATIVE;
  }

  selectCardinalityLimit(): number {
    return MAX_SERIES_PER_METRIC;
  }

  /** The SDK's `CollectionResult`. Rejects as its producer does. */
  // biome-ignore lint/suspicious/noExplicitAny: its type is that of the SDK, on which this package does not depend
  async collect(options?: { readonly timeoutMillis?: number }): Promise<any> {
    return this.#producer?.collect(options);
  }

  /** Collects now. Never rejects: what fails is counted in `porthole.dropped`. */
  async forceFlush(): Promise<void> {
    if (this.#isCollecting) return;
    this.#isCollecting = true;
    try {
      for (const { value, ...series } of parseCollection(await this.collect())) this.#series.set(series, value);
    } catch {
      threadRegistry().onDropped();
    } finally {
      this.#isCollecting = false;
    }
  }

  /** Collects a last time, and no more. */
  async shutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.forceFlush();
    this.#producer = undefined;
  }
}
