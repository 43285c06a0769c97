import { AGENT_FIELDS } from '../format/agent-fields.js';
import type { HistogramSnapshot } from '../format/histogram-buckets.js';
import type { StatsField } from '../format/stats-decode.js';
import type { FileReading, Sample, TargetSample } from '../source/sample.js';
import { observedSince } from './growth.js';
import { isCounting } from './metric-table.js';
import { rateBetween } from './rate.js';

/** A field, and how fast it grows where it is a count. */
export interface RatedField extends StatsField {
  /** Per second since the sample before; without one, of a histogram and a timer since the file was made. */
  readonly ratePerS?: number;
  /** Of a histogram and a timer: what it observed since the sample before. */
  readonly window?: HistogramSnapshot;
}

/**
 * The fields of a file with the rates of its counts and the windows of its histograms and timers.
 *
 * A process that has ended has no rate, nor has without a sample before a file that does not say when it was made.
 */
export function rateFields(
  file: FileReading,
  { state }: TargetSample,
  sample: Sample,
  before: Sample | undefined,
): readonly RatedField[] {
  const fields = file.snapshot?.fields ?? [];
  if (state === 'ended') return fields;
  const earlier = before === undefined ? undefined : fieldsByLabel(before, file.path);
  if (before === undefined || earlier === undefined) return rateSinceMade(fields, sample);
  return fields.map((field) => {
    if (!isCounting(field.kind) || typeof field.value === 'string' || typeof field.value === 'boolean') return field;
    const was = earlier.get(field.label);
    // A metric that was not there has been made since.
    const start = { atMs: before.atMs, value: numberOf(was) ?? 0 };
    const window = observedSince({ field, before: was });
    return rated(field, rateBetween(start, { atMs: sample.atMs, value: field.value }), window);
  });
}

function rateSinceMade(fields: readonly StatsField[], sample: Sample): readonly RatedField[] {
  const created = fields.find(({ label }) => label === AGENT_FIELDS.created)?.value;
  const ageMs = typeof created === 'number' ? sample.wallMs - created * 1000 : 0;
  return fields.map((field) => {
    if (field.histogram === undefined) return field;
    const start = { atMs: sample.atMs - ageMs, value: 0 };
    return rated(field, rateBetween(start, { atMs: sample.atMs, value: field.histogram.count }), undefined);
  });
}

function rated(field: StatsField, ratePerS: number | undefined, window: HistogramSnapshot | undefined): RatedField {
  return { ...field, ...(ratePerS === undefined ? {} : { ratePerS }), ...(window === undefined ? {} : { window }) };
}

function numberOf(field: StatsField | undefined): number | bigint | undefined {
  const value = field?.value;
  return typeof value === 'number' || typeof value === 'bigint' ? value : undefined;
}

function fieldsByLabel({ targets }: Sample, path: string): ReadonlyMap<string, StatsField> | undefined {
  const file = targets.flatMap(({ files }) => files).find((candidate) => candidate.path === path);
  return file?.snapshot === undefined
    ? undefined
    : new Map(file.snapshot.fields.map((field) => [field.label, field] as const));
}
