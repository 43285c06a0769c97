import type { HistogramSnapshot } from '../format/histogram-buckets.js';
import type { MeterRates } from '../format/meter-words.js';
import type { StatsValue } from '../format/stats-decode.js';
import { groupBy } from '../group-by.js';
import { mergeHistograms } from './histogram-window.js';
import type { RatedField } from './observation-rate.js';

/** How the values of one metric in several files become one: mmash's seven ways. */
export const AGGREGATORS = ['sum', 'avg', 'min', 'max', 'one', 'nonzero-avg', 'nonzero-min'] as const;
export type Aggregator = (typeof AGGREGATORS)[number];

/** One metric over all files that have it. */
export interface AggregatedMetric {
  readonly label: string;
  readonly kind: RatedField['kind'];
  readonly unit: string | undefined;
  /** `undefined` where there is nothing to aggregate: a text, or only zeros for the non-zero kinds. */
  readonly value: StatsValue | undefined;
  /** Of a histogram and a timer: all of them merged, however values are aggregated. The value is then its count. */
  readonly histogram?: HistogramSnapshot;
  /** Of all of them together, where they have one. */
  readonly ratePerS?: number;
  /** Of a histogram and a timer: the windows of all of them merged. */
  readonly window?: HistogramSnapshot;
  /** Of a meter: each rate aggregated as the value is. */
  readonly meter?: MeterRates;
  readonly files: number;
}

/**
 * One value per metric over all files, in the order in which the metrics were first met.
 *
 * Flags count as 0 and 1. Texts have only `one`, the first. Sums of integers
 * above 2⁵³ stay exact.
 */
export function aggregateMetrics(
  files: readonly (readonly RatedField[])[],
  aggregator: Aggregator,
): readonly AggregatedMetric[] {
  const byLabel = groupBy(files.flat(), ({ label }) => label);
  return [...byLabel].map(([label, fields]) => aggregateFields(label, fields, aggregator));
}

/** One value of many; `undefined` where the aggregator has nothing to work on. */
export function aggregateValues(values: readonly StatsValue[], aggregator: Aggregator): StatsValue | undefined {
  if (aggregator === 'one') return values[0];
  const numbers = values.flatMap(toNumber);
  const chosen = aggregator.startsWith('nonzero-') ? numbers.filter((value) => Number(value) !== 0) : numbers;
  if (chosen.length === 0) return undefined;
  switch (aggregator) {
    case 'sum':
      return sumOf(chosen);
    case 'avg':
    case 'nonzero-avg':
      return Number(sumOf(chosen)) / chosen.length;
    case 'min':
    case 'nonzero-min':
      return chosen.reduce((least, value) => (value < least ? value : least));
    case 'max':
      return chosen.reduce((most, value) => (value > most ? value : most));
    default:
      return aggregator satisfies never;
  }
}

function aggregateFields(label: string, fields: readonly RatedField[], aggregator: Aggregator): AggregatedMetric {
  const values = fields.map((field) => field.value);
  const metric = {
    label,
    kind: fields[0]?.kind ?? 'gauge',
    unit: fields[0]?.unit,
    value: aggregateValues(values, aggregator),
    files: fields.length,
  };
  const rates = definedOf(fields.map((field) => field.ratePerS));
  const rated = rates.length === 0 ? metric : { ...metric, ratePerS: rates.reduce((sum, rate) => sum + rate, 0) };
  const histogram = mergeHistograms(definedOf(fields.map((field) => field.histogram)));
  if (histogram !== undefined) {
    const window = mergeHistograms(definedOf(fields.map((field) => field.window)));
    return { ...rated, value: histogram.count, histogram, ...(window === undefined ? {} : { window }) };
  }
  const meters = definedOf(fields.map((field) => field.meter));
  return meters.length === 0 ? rated : { ...rated, meter: aggregateRates(meters, aggregator) };
}

function aggregateRates(meters: readonly MeterRates[], aggregator: Aggregator): MeterRates {
  const rateOf = (choose: (meter: MeterRates) => number | undefined): number | undefined => {
    const rate = aggregateValues(definedOf(meters.map(choose)), aggregator);
    return rate === undefined ? undefined : Number(rate);
  };
  return {
    meanPerS: rateOf(({ meanPerS }) => meanPerS),
    m1PerS: rateOf(({ m1PerS }) => m1PerS),
    m5PerS: rateOf(({ m5PerS }) => m5PerS),
    m15PerS: rateOf(({ m15PerS }) => m15PerS),
  };
}

function definedOf<T>(values: readonly (T | undefined)[]): readonly T[] {
  return values.filter((value) => value !== undefined);
}

function toNumber(value: StatsValue): readonly (number | bigint)[] {
  if (typeof value === 'string') return [];
  return [typeof value === 'boolean' ? Number(value) : value];
}

function sumOf(values: readonly (number | bigint)[]): number | bigint {
  const sum = values.reduce<number>((total, value) => total + Number(value), 0);
  const areIntegers = values.every((value) => typeof value === 'bigint' || Number.isInteger(value));
  if (Math.abs(sum) <= Number.MAX_SAFE_INTEGER || !areIntegers) return sum;
  return values.reduce<bigint>((total, value) => total + BigInt(value), 0n);
}
