import { printable } from '../format/printable.js';
import { type AlertRange, isAlert } from '../model/threshold.js';

/** The states of a monitoring plugin; the index is the exit code. */
export const PLUGIN_STATES = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const;
export type PluginState = (typeof PLUGIN_STATES)[number];

/** One number that was checked. */
export interface CheckedValue {
  readonly label: string;
  /** `undefined` where it could not be determined: the state is then UNKNOWN. */
  readonly value: number | bigint | undefined;
  /** As in the metadata: `bytes`, `ms`, `s`; all others have no unit of measurement. */
  readonly unit: string | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** Behind the value, where there is something to add. */
  readonly note?: string | undefined;
}

/** The two ranges; without one, its state is never reached. */
export interface Thresholds {
  readonly warning: AlertRange | undefined;
  readonly critical: AlertRange | undefined;
}

const UNITS_OF_MEASUREMENT: Readonly<Record<string, string>> = { bytes: 'B', ms: 'ms', s: 's', us: 'us' };
const SEVERITY: readonly PluginState[] = ['CRITICAL', 'WARNING', 'UNKNOWN', 'OK'];
// A line that is too long is cut by some monitoring systems, and the performance data with it.
const MAX_TEXTS = 10;

/** What the guidelines say of one value: critical before warning. */
export function judgeValue({ value }: CheckedValue, { warning, critical }: Thresholds): PluginState {
  const number = Number(value);
  if (value === undefined || Number.isNaN(number)) return 'UNKNOWN';
  if (critical !== undefined && isAlert(critical, number)) return 'CRITICAL';
  return warning !== undefined && isAlert(warning, number) ? 'WARNING' : 'OK';
}

/** The worst of all: CRITICAL, then WARNING, UNKNOWN, OK. */
export function worstState(states: readonly PluginState[]): PluginState {
  return SEVERITY.find((state) => states.includes(state)) ?? 'UNKNOWN';
}

/** The plugin's line: `PORTHOLE OK - http.errors=3 | 'http.errors'=3;10;50;0;`, the alerting values first. */
export function formatPluginLine(values: readonly CheckedValue[], thresholds: Thresholds): string {
  const judged = values.map((value) => ({ value, state: judgeValue(value, thresholds) }));
  const state = worstState(judged.map((one) => one.state));
  const sorted = judged.toSorted((a, b) => SEVERITY.indexOf(a.state) - SEVERITY.indexOf(b.state));
  const texts = sorted.slice(0, MAX_TEXTS).map((one) => formatValue(one.value, one.state, thresholds));
  const more = values.length > MAX_TEXTS ? [`and ${values.length - MAX_TEXTS} more`] : [];
  const perfdata = values.map((value) => formatPerfdata(value, thresholds));
  return `PORTHOLE ${state} - ${plain([...texts, ...more].join(', '))} | ${perfdata.join(' ')}\n`;
}

/** The line where there is no value to judge. */
export function formatUnknownLine(reason: string): string {
  return `PORTHOLE UNKNOWN - ${plain(reason)}\n`;
}

function formatValue(
  { label, value, unit, note }: CheckedValue,
  state: PluginState,
  { warning, critical }: Thresholds,
): string {
  const range = state === 'CRITICAL' ? critical : state === 'WARNING' ? warning : undefined;
  const added = [...(range === undefined ? [] : [`alerts by ${range.text}`]), ...(note === undefined ? [] : [note])];
  const number = formatNumber(value);
  const text = `${label}=${number === undefined ? 'unknown' : `${number}${unitOf(unit)}`}`;
  return added.length === 0 ? text : `${text} (${added.join('; ')})`;
}

function formatPerfdata({ label, value, unit, min, max }: CheckedValue, { warning, critical }: Thresholds): string {
  // The guidelines allow every character in a label but the equals sign; a quote is doubled.
  const name = plain(label).replaceAll('=', ':').replaceAll("'", "''");
  const number = formatNumber(value);
  const limits = [warning?.text ?? '', critical?.text ?? '', formatNumber(min) ?? '', formatNumber(max) ?? ''];
  return `'${name}'=${number === undefined ? 'U' : `${number}${unitOf(unit)}`};${limits.join(';')}`;
}

// Digits, a sign and a point are all that performance data may have: no exponent.
function formatNumber(value: number | bigint | undefined): string | undefined {
  if (typeof value === 'bigint') return value.toString();
  if (value === undefined || !Number.isFinite(value)) return undefined;
  return Number.isInteger(value) ? BigInt(value).toString() : value.toFixed(6).replace(/\.?0+$/, '');
}

function unitOf(unit: string | undefined): string {
  return UNITS_OF_MEASUREMENT[unit ?? ''] ?? '';
}

// The first bar ends the text.
function plain(text: string): string {
  return printable(text).replaceAll('|', '/');
}
