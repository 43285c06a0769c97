import type { StatsValue } from '../../format/stats-decode.js';
import { formatCount, formatWithUnit } from '../../units.js';

/** Units that are written into the number; any other is a noun beside it. */
const SCALED_UNITS: readonly string[] = ['bytes', 'ms', 's', 'ratio'];

// Up to here every digit is shown, so that one sees a counter count.
const MAX_PLAIN_INTEGER = 1e9;

/**
 * What a metric says now: `1 203 441`, `1.5 MiB`, `yes`, or a text of another process, still to be escaped.
 *
 * @param isRaw Every digit, in the metric's own unit.
 */
export function valueText(value: StatsValue, unit: string | undefined, isRaw = false): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (isRaw) return groupDigits(value);
  const number = Number(value);
  if (isScaled(unit)) return formatWithUnit(number, unit);
  const isPlain = Number.isInteger(number) && Math.abs(number) < MAX_PLAIN_INTEGER;
  return isPlain ? groupDigits(number) : formatCount(number);
}

/** A rate in its unit, `–` where there is none yet. */
export function rateText(ratePerS: number | undefined, unit: string | undefined, isRaw = false): string {
  if (ratePerS === undefined) return '–';
  return isRaw ? groupDigits(Math.round(ratePerS * 1000) / 1000) : formatWithUnit(ratePerS, unit);
}

/** The noun that stands beside a number: none where the number has its unit in it. */
export function unitNoun(unit: string | undefined): string {
  return unit === undefined || isScaled(unit) ? '' : unit;
}

function isScaled(unit: string | undefined): boolean {
  return unit !== undefined && SCALED_UNITS.includes(unit);
}

function groupDigits(value: number | bigint): string {
  const [integer = '', ...fraction] = String(value).split('.');
  return [integer.replace(/\B(?=(\d{3})+$)/g, ' '), ...fraction].join('.');
}
