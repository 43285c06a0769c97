import { AGENT_FIELDS } from '../format/agent-fields.js';
import type { StatsField } from '../format/stats-decode.js';
import type { FileReading, Sample, TargetSample } from '../source/sample.js';
import { rateBetween } from './rate.js';

/** A field, and of a histogram or timer how often it observed something. */
export interface RatedField extends StatsField {
  /** Per second since the sample before; without one, since the file was made. */
  readonly ratePerS?: number;
}

/**
 * The fields of a file with the rates of its histograms and timers.
 *
 * A process that has ended has no rate, nor has a file that does not say when it was made.
 */
export function rateFields(
  { path, snapshot }: FileReading,
  { state }: TargetSample,
  sample: Sample,
  before: Sample | undefined,
): readonly RatedField[] {
  const fields = snapshot?.fields ?? [];
  if (state === 'ended' || !fields.some(({ histogram }) => histogram !== undefined)) return fields;
  const earlier = before === undefined ? undefined : fieldsByLabel(before, path);
  const created = fields.find(({ label }) => label === AGENT_FIELDS.created)?.value;
  const ageMs = typeof created === 'number' ? sample.wallMs - created * 1000 : 0;
  return fields.map((field) => {
    const { label, histogram } = field;
    if (histogram === undefined) return field;
    const start =
      before === undefined || earlier === undefined
        ? { atMs: sample.atMs - ageMs, value: 0 }
        : // A metric that was not there has been made since.
          { atMs: before.atMs, value: earlier.get(label)?.histogram?.count ?? 0 };
    const ratePerS = rateBetween(start, { atMs: sample.atMs, value: histogram.count });
    return ratePerS === undefined ? field : { ...field, ratePerS };
  });
}

function fieldsByLabel({ targets }: Sample, path: string): ReadonlyMap<string, StatsField> | undefined {
  const file = targets.flatMap(({ files }) => files).find((candidate) => candidate.path === path);
  return file?.snapshot === undefined
    ? undefined
    : new Map(file.snapshot.fields.map((field) => [field.label, field] as const));
}
