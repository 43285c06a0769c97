import { PortholeError } from '../errors.js';
import type { CheckedValue } from '../export/plugin-output.js';
import { groupBy } from '../group-by.js';
import { type Aggregator, aggregateValues } from '../model/aggregate.js';
import { type FollowedField, growthOf, observedSince } from '../model/growth.js';
import { mergeHistograms } from '../model/histogram-window.js';
import { isCounting } from '../model/metric-table.js';
import { quantileOf } from '../model/quantile.js';
import type { CheckOptions } from './check-options.js';
import { columnOf, type PolledField } from './field-list.js';

/** How a rate of counters is taken where no window is said. */
export const DEFAULT_WINDOW_MS = 1000;

const MAX_SOURCES = 10;

/** Whether one look is not enough: a window is asked for, or a rate that no meter tells. */
export function needsWindow(fields: readonly FollowedField[], { isRate, windowMs }: CheckOptions): boolean {
  return windowMs !== undefined || (isRate && fields.some(({ field }) => !hasMeasured(field)));
}

/**
 * The values to judge: one of a plain name, over all files and label sets; one of each name of a glob.
 *
 * @param elapsedMs Since the fields were read before; `undefined` when they were read once.
 * @throws PortholeError `wrong-usage` when a metric has no such number.
 */
export function checkedValues(
  field: PolledField,
  fields: readonly FollowedField[],
  options: CheckOptions,
  elapsedMs: number | undefined,
): readonly CheckedValue[] {
  const groups = groupBy(fields, (followed) => columnOf(field, followed.field.label) ?? field.text);
  return [...groups].map(([title, group]) => {
    const value = checkedValue(title, group, options, elapsedMs);
    return options.isVerbose
      ? { ...value, note: [value.note, describeSources(group)].filter(Boolean).join('; ') }
      : value;
  });
}

function checkedValue(
  title: string,
  group: readonly FollowedField[],
  options: CheckOptions,
  elapsedMs: number | undefined,
): CheckedValue {
  if (options.quantile !== undefined) return quantileValue(title, group, options.quantile, elapsedMs !== undefined);
  if (options.isRate) return rateValue(title, group, options.aggregate ?? 'sum', elapsedMs);
  return plainValue(title, group, options.aggregate, elapsedMs !== undefined);
}

function describeSources(group: readonly FollowedField[]): string {
  const sources = [...new Set(group.map(({ target }) => `${target.name} ${target.target.pid}`))];
  const more = sources.length > MAX_SOURCES ? ` and ${sources.length - MAX_SOURCES} more` : '';
  return `of ${sources.slice(0, MAX_SOURCES).join(', ')}${more}`;
}

function quantileValue(
  title: string,
  group: readonly FollowedField[],
  quantile: number,
  isWindow: boolean,
): CheckedValue {
  const histograms = group.flatMap((one) => (isWindow ? observedSince(one) : one.field.histogram) ?? []);
  const merged = mergeHistograms(histograms);
  if (merged === undefined) throw noNumber(title, group, '--quantile is for histograms and timers');
  const value = quantileOf(merged, quantile);
  const note = value === undefined ? 'nothing was observed' : undefined;
  const label = `${title} p${String(Number((quantile * 100).toFixed(6)))}`;
  return { label, value, unit: group[0]?.field.unit, min: 0, note };
}

function rateValue(
  title: string,
  group: readonly FollowedField[],
  how: Aggregator,
  elapsedMs: number | undefined,
): CheckedValue {
  const rates = group.flatMap((one) => ratePerS(one, elapsedMs) ?? []);
  if (rates.length === 0) throw noNumber(title, group, '--rate is for numbers');
  const min = group.every(({ field }) => isCounting(field.kind)) ? 0 : undefined;
  return { label: `${title} rate`, value: numberOf(aggregateValues(rates, how)), unit: undefined, min };
}

function plainValue(
  title: string,
  group: readonly FollowedField[],
  aggregate: Aggregator | undefined,
  isWindow: boolean,
): CheckedValue {
  const areCounts = group.every(({ field }) => isCounting(field.kind));
  const values = group.flatMap((one) => (areCounts && isWindow ? growthOf(one) : numberOf(one.field.value)) ?? []);
  if (values.length === 0) throw noNumber(title, group, 'check takes numbers');
  const [first] = group;
  const isRatio = first?.field.unit === 'ratio';
  const isCount = first?.field.histogram !== undefined || first?.field.meter !== undefined;
  return {
    label: title,
    value: numberOf(aggregateValues(values, aggregate ?? (areCounts ? 'sum' : 'max'))),
    unit: isCount ? undefined : first?.field.unit,
    min: areCounts || isRatio ? 0 : undefined,
    max: isRatio && aggregate !== 'sum' ? 1 : undefined,
  };
}

function ratePerS(followed: FollowedField, elapsedMs: number | undefined): number | undefined {
  // A meter has measured itself for a minute: that is better than one second of ours.
  if (elapsedMs === undefined) return followed.field.meter?.m1PerS;
  const growth = growthOf(followed);
  return growth === undefined || !(elapsedMs > 0) ? undefined : (Number(growth) * 1000) / elapsedMs;
}

// In its first seconds a meter that counts already has no rate yet.
function hasMeasured({ meter, value }: FollowedField['field']): boolean {
  return meter?.m1PerS !== undefined && (meter.m1PerS > 0 || value === 0);
}

function numberOf(value: number | bigint | boolean | string | undefined): number | bigint | undefined {
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'string' ? undefined : value;
}

function noNumber(title: string, group: readonly FollowedField[], rule: string): PortholeError {
  return new PortholeError('wrong-usage', `${title} is a ${group[0]?.field.kind ?? 'metric'}: ${rule}`);
}
