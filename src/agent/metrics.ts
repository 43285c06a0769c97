import { PortholeError } from '../errors.js';
import type { Counter } from './counter.js';
import type { Gauge } from './gauge.js';
import type { MetricOptions } from './instrument.js';
import { checkMetricName, isTakenName } from './metric-name.js';
import { threadRegistry } from './registry.js';
import type { Text } from './text.js';

/** How a text is made: `size` is its largest length in bytes of UTF-8 (1–4096, by default 256). */
export interface TextOptions extends MetricOptions {
  readonly size?: number;
}

/**
 * The counter of this name in this thread, made when there is none.
 *
 * Works before the agent starts, and without it.
 *
 * @throws PortholeError `invalid-name`; `kind-mismatch` when the name is that of another kind of metric.
 */
export function counter(name: string, options: MetricOptions = {}): Counter {
  return threadRegistry().counter(usable(name), options);
}

/** The gauge of this name in this thread; otherwise as {@link counter}. */
export function gauge(name: string, options: MetricOptions = {}): Gauge {
  return threadRegistry().gauge(usable(name), options);
}

/** The text of this name in this thread; otherwise as {@link counter}. Throws `wrong-usage` for a size out of bounds. */
export function text(name: string, options: TextOptions = {}): Text {
  return threadRegistry().text(usable(name), options);
}

function usable(name: string): string {
  checkMetricName(name);
  if (isTakenName(name)) throw new PortholeError('invalid-name', `the agent itself writes the metric "${name}"`);
  return name;
}
