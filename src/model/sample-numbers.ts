import type { StatsValue } from '../format/stats-decode.js';
import type { TargetSample } from '../source/sample.js';
import { continueKeys, fieldKeys, fieldsOf } from './metric-key.js';
import type { Numbers } from './numbers.js';
import { quantilesOf, sumKey, windowsBetween } from './window-quantiles.js';

/** Under which a process's own numbers have their columns. No name of a metric begins with a line feed. */
export const FACT_KEYS = { cpuPercent: '\ncpu', rssBytes: '\nrss', threads: '\nthreads' } as const;

/**
 * All that has a column at one moment: the numbers of its metrics; and a process's own numbers, and the sums and
 * quantiles of what it has observed since the sample before.
 *
 * @param before Of the same life of the process; `undefined` at its first sample.
 */
export function numbersOf(
  found: TargetSample,
  before: TargetSample | undefined,
  cpuPercent: number | undefined,
): Numbers {
  if (before !== undefined) continueKeys(before, found);
  const more = new Map<string, number>();
  if (cpuPercent !== undefined) more.set(FACT_KEYS.cpuPercent, cpuPercent);
  if (found.process !== undefined) {
    more.set(FACT_KEYS.rssBytes, found.process.rssBytes);
    more.set(FACT_KEYS.threads, found.process.threads);
  }
  const [keys, fields] = [fieldKeys(found), fieldsOf(found)];
  for (let index = 0; index < fields.length; index++) {
    const histogram = fields[index]?.histogram;
    if (histogram !== undefined) more.set(sumKey(keys[index] ?? ''), histogram.sum);
  }
  if (before !== undefined) {
    const windows = windowsBetween(before, found).map(({ key, window }) => [key, window] as const);
    for (const [key, quantile] of quantilesOf(windows)) more.set(key, quantile);
  }
  return { keys, valueAt: (index) => numberOf(fields[index]?.value), more };
}

function numberOf(value: StatsValue | undefined): number | bigint | undefined {
  if (typeof value === 'string') return undefined;
  return typeof value === 'boolean' ? Number(value) : value;
}
