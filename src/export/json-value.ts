import type { StatsValue } from '../format/stats-decode.js';

/** A value for JSON: what has no number there (above 2⁵³, NaN, infinities) is a string, and what is missing is `null`. */
export function jsonValue(value: StatsValue | undefined): string | number | boolean | null {
  if (value === undefined) return null;
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
