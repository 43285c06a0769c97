import { type Distribution, distributionNumbers, histogramNumbers } from '../export/metric-json.js';

const DIGITS = 4;

/** What stands behind a count: `rate/s=12.5 p50=3.1 …`, of the window where there is one; empty for all else. */
export function formatDistribution(distribution: Distribution): string {
  const { window, ratePerS = null } = distribution;
  const numbers = window === undefined ? distributionNumbers(distribution) : { ratePerS, ...histogramNumbers(window) };
  return Object.entries(numbers)
    .filter(([name, value]) => value !== null && name !== 'count')
    .map(([name, value]) => ` ${TEXT_NAMES[name] ?? name}=${Number(value?.toPrecision(DIGITS))}`)
    .join('');
}

const TEXT_NAMES: Readonly<Record<string, string>> = {
  ratePerS: 'rate/s',
  p999: 'p99.9',
  meanPerS: 'mean/s',
  m1PerS: 'm1/s',
  m5PerS: 'm5/s',
  m15PerS: 'm15/s',
};
