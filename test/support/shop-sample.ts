import { DEFAULT_BOUNDS, TIMER_BOUNDS } from '../../src/format/histogram-buckets.js';
import type { Sample } from '../../src/source/sample.js';
import { literalSample } from './literal-samples.js';
import { observed } from './observed.js';
import { counter, timer } from './sample.js';

/** A shop with a timer, a histogram and a meter, after so many seconds. */
export function shopSample(second: number): Sample {
  const count = (second + 1) * 40;
  const times = Array.from({ length: count }, (_, index) => 4 + (index % 40) + 30 * Math.sin(index / 40 / 3) ** 2);
  const sizes = times.map((time) => time * 10_000);
  const rates = { meanPerS: 40, m1PerS: 40, m5PerS: 40, m15PerS: 40 };
  const fields = [
    timer('http.latency', observed(times, TIMER_BOUNDS)),
    { ...timer('http.size', observed(sizes, DEFAULT_BOUNDS)), kind: 'histogram', unit: 'bytes' },
    { ...counter('orders', count), kind: 'meter', unit: 'orders', meter: rates },
    timer('http.latency{method="PUT"}', observed([], TIMER_BOUNDS)),
    counter('http.requests', count),
  ] as const;
  return literalSample(second, [{ pid: 4121, name: 'shop', fields }]);
}
