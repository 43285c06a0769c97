import type { HistogramSnapshot } from '../format/histogram-buckets.js';
import type { MeterRates } from '../format/meter-words.js';
import type { MetricKind } from '../format/metric-meta.js';
import { groupBy } from '../group-by.js';
import type { Sample } from '../source/sample.js';
import { type FieldMemory, type FollowedField, followFields, growthOf, noMemory, observedSince } from './growth.js';
import { mergeHistograms } from './histogram-window.js';
import { isCounting } from './metric-table.js';

/** One metric of a program: of all processes of one name, and all their threads. */
export interface ProgramMetric {
  readonly program: string;
  readonly label: string;
  readonly kind: MetricKind;
  /** Of a count: all that was ever counted, by processes too that have ended since. It never goes back. */
  readonly total: number | undefined;
  /** Of anything else: the values of the living. */
  readonly values: readonly number[];
  /** Of a histogram and a timer: what was observed since the sample before. */
  readonly window: HistogramSnapshot | undefined;
  readonly meters: readonly MeterRates[];
}

/** What is remembered from one sample to the next. A value. */
export interface ProgramTotals {
  readonly memory: FieldMemory;
  readonly totals: ReadonlyMap<string, number>;
}

/** Before the first sample. */
export const noTotals: ProgramTotals = { memory: noMemory, totals: new Map() };

/** The metrics of every program, with totals to which each process adds what it has counted since the sample before. */
export function totalPrograms(
  before: ProgramTotals,
  sample: Sample,
  isWanted: (label: string) => boolean,
): { readonly state: ProgramTotals; readonly metrics: readonly ProgramMetric[] } {
  const { memory, fields } = followFields(before.memory, sample, isWanted);
  const numbers = fields.filter(({ field }) => field.kind !== 'text');
  const groups = groupBy(numbers, ({ target, field }) => `${target.name}\n${field.label}`);
  const totals = new Map(before.totals);
  const metrics = [...groups].map(([key, group]) => metricOf(key, group, totals));
  return { state: { memory, totals }, metrics };
}

function metricOf(key: string, group: readonly FollowedField[], totals: Map<string, number>): ProgramMetric {
  const [program = '', label = ''] = key.split('\n');
  const kind = group[0]?.field.kind ?? 'gauge';
  const total = isCounting(kind) ? (totals.get(key) ?? 0) + grownOf(group) : undefined;
  if (total !== undefined) totals.set(key, total);
  const living = group.filter(({ target }) => target.state !== 'ended');
  return {
    program,
    label,
    kind,
    total,
    values: isCounting(kind) ? [] : living.map(({ field }) => Number(field.value)),
    window: mergeHistograms(group.flatMap((followed) => observedSince(followed) ?? [])),
    meters: living.flatMap(({ field }) => field.meter ?? []),
  };
}

function grownOf(group: readonly FollowedField[]): number {
  return group.reduce((sum, followed) => sum + Number(growthOf(followed) ?? 0), 0);
}
