import { PortholeError } from '../errors.js';
import type { Average, MovingAverageOptions } from './average.js';
import type { ConstantValue } from './constant.js';
import type { Counter } from './counter.js';
import type { Flag } from './flag.js';
import type { Gauge, GaugeOptions } from './gauge.js';
import type { Histogram } from './histogram.js';
import type { HistogramOptions } from './histogram-options.js';
import type { MetricOptions } from './instrument.js';
import type { Meter } from './meter.js';
import { checkMetricName, isTakenName } from './metric-name.js';
import { threadRegistry } from './registry.js';
import type { Text, TextOptions } from './text.js';
import type { Timer } from './timer.js';

/**
 * The counter of this name in this thread, made when there is none.
 *
 * Works before the agent starts, and without it.
 *
 * @throws PortholeError `invalid-name` for a name or label that the file cannot hold; `kind-mismatch` when the name is
 * that of another kind of metric; `wrong-usage` for options that mean nothing.
 */
export function counter(name: string, options: MetricOptions = {}): Counter {
  return threadRegistry().counter(usable(name), options);
}

/** The gauge of this name in this thread; otherwise as {@link counter}. */
export function gauge(name: string, options: GaugeOptions = {}): Gauge {
  return threadRegistry().gauge(usable(name), options);
}

/** The meter of this name in this thread; otherwise as {@link counter}. */
export function meter(name: string, options: MetricOptions = {}): Meter {
  return threadRegistry().meter(usable(name), options);
}

/** The histogram of this name in this thread; otherwise as {@link counter}. */
export function histogram(name: string, options: HistogramOptions = {}): Histogram {
  return threadRegistry().histogram(usable(name), options);
}

/** The timer of this name in this thread; otherwise as {@link counter}. */
export function timer(name: string, options: HistogramOptions = {}): Timer {
  return threadRegistry().timer(usable(name), options);
}

/** The text of this name in this thread; otherwise as {@link counter}. */
export function text(name: string, options: TextOptions = {}): Text {
  return threadRegistry().text(usable(name), options);
}

/** The flag of this name in this thread; otherwise as {@link counter}. */
export function flag(name: string, options: MetricOptions = {}): Flag {
  return threadRegistry().flag(usable(name), options);
}

/** The mean of all values that are added under this name in this thread; otherwise as {@link counter}. */
export function average(name: string, options: MetricOptions = {}): Average {
  return threadRegistry().average(usable(name), options);
}

/** The mean of the last values (by default 100) that are added under this name; otherwise as {@link counter}. */
export function movingAverage(name: string, options: MovingAverageOptions = {}): Average {
  return threadRegistry().movingAverage(usable(name), options);
}

/**
 * Writes a value that never changes: a version, a limit, whether a feature is on. The first value of a name stays.
 *
 * @throws PortholeError as {@link counter}.
 */
export function constant(name: string, value: ConstantValue, options: MetricOptions = {}): void {
  threadRegistry().constant(usable(name), value, options);
}

function usable(name: string): string {
  checkMetricName(name);
  if (isTakenName(name)) throw new PortholeError('invalid-name', `the agent itself writes the metric "${name}"`);
  return name;
}
