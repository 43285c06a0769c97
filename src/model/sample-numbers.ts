import type { StatsValue } from '../format/stats-decode.js';
import type { TargetSample } from '../source/sample.js';
import { keyedFields } from './metric-key.js';
import { quantilesOf, sumKey, windowsBetween } from './window-quantiles.js';

/** Under which a process's own numbers have their columns. No name of a metric begins with a line feed. */
export const FACT_KEYS = { cpuPercent: '\ncpu', rssBytes: '\nrss', threads: '\nthreads' } as const;

/** Of a process that is gone. */
export const NO_NUMBERS: ReadonlyMap<string, number> = new Map();

/**
 * All that has a column at one moment: a process's own numbers, those of its metrics, and the quantiles of what it has
 * observed since the sample before.
 *
 * @param before Of the same life of the process; `undefined` at its first sample.
 */
export function numbersOf(
  found: TargetSample,
  before: TargetSample | undefined,
  cpuPercent: number | undefined,
): ReadonlyMap<string, number | bigint> {
  const numbers = new Map<string, number | bigint>();
  if (cpuPercent !== undefined) numbers.set(FACT_KEYS.cpuPercent, cpuPercent);
  if (found.process !== undefined) {
    numbers.set(FACT_KEYS.rssBytes, found.process.rssBytes);
    numbers.set(FACT_KEYS.threads, found.process.threads);
  }
  for (const { key, field } of keyedFields(found)) {
    const number = numberOf(field.value);
    if (number !== undefined) numbers.set(key, number);
    if (field.histogram !== undefined) numbers.set(sumKey(key), field.histogram.sum);
  }
  if (before === undefined) return numbers;
  const windows = windowsBetween(before, found).map(({ key, window }) => [key, window] as const);
  for (const [key, quantile] of quantilesOf(windows)) numbers.set(key, quantile);
  return numbers;
}

function numberOf(value: StatsValue): number | bigint | undefined {
  if (typeof value === 'string') return undefined;
  return typeof value === 'boolean' ? Number(value) : value;
}
