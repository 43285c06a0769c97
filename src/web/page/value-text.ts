import { formatBytes, formatCount, formatDurationMs, formatShort, formatWithUnit } from '../../units.js';
import type { MetricMessage } from '../messages.js';

const DASH = '–';

/** The value of a metric: of a histogram and a timer how many there were. */
export function valueText({ value, unit, kind, quantiles }: MetricMessage): string {
  if (value === null) return DASH;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (kind === 'flag') return value === 0 ? 'no' : value === 1 ? 'yes' : formatCount(value);
  return quantiles === undefined ? formatWithUnit(value, unit) : formatCount(value);
}

/** A number with its unit, or a dash where there is none. */
export function numberText(value: number | null | undefined, unit: string | undefined): string {
  return value === null || value === undefined ? DASH : formatWithUnit(value, unit);
}

/** How fast something grows, a second. */
export function rateText(value: number | null | undefined, unit: string | undefined): string {
  if (value === null || value === undefined) return DASH;
  if (unit === 'bytes') return `${formatBytes(value)}/s`;
  if (unit === 'ms') return `${formatDurationMs(value)}/s`;
  if (unit === 's') return `${formatDurationMs(value * 1000)}/s`;
  return `${formatCount(value)}/s`;
}

export function cpuText(percent: number | null | undefined): string {
  if (percent === null || percent === undefined) return DASH;
  return percent > 0 && percent < 1 ? '<1%' : `${formatShort(Math.round(percent))}%`;
}

/** A noun that stands behind a number, where its unit is one: `requests`. */
export function nounOf(unit: string | undefined): string {
  return unit === undefined || ['bytes', 'ms', 's', 'ratio'].includes(unit) ? '' : unit;
}

/** The clock of a moment, as the viewer's machine has it. */
export function clockText(wallMs: number): string {
  return new Date(wallMs).toLocaleTimeString([], { hour12: false });
}

/** A metric's label taken apart: its name, and the labels in braces. */
export function splitLabel(label: string): readonly [name: string, braces: string] {
  const at = label.indexOf('{');
  return at < 0 ? [label, ''] : [label.slice(0, at), label.slice(at)];
}
