import type { HistogramSnapshot } from '../format/histogram-buckets.js';
import type { StatsField } from '../format/stats-decode.js';
import type { FileReading, Sample, TargetSample } from '../source/sample.js';
import { histogramBetween } from './histogram-window.js';
import { isCounting } from './metric-table.js';

/** A field of a file, and what it was when it was last read. */
export interface FollowedField {
  readonly target: TargetSample;
  readonly file: FileReading;
  readonly field: StatsField;
  /** `undefined` when it was never read before. */
  readonly before: StatsField | undefined;
}

/** What is known of the fields of earlier samples, those too that the last of them did not have. A value. */
export interface FieldMemory {
  readonly sampleCount: number;
  readonly seen: ReadonlyMap<string, { readonly field: StatsField; readonly inSample: number }>;
}

/** Before the first sample. */
export const noMemory: FieldMemory = { sampleCount: 0, seen: new Map() };

// A file that could not be read for a few samples goes on where it was, and does not start from zero.
const KEEP_SAMPLES = 100;

/** All wanted fields of a sample with what they were before, and the memory for the next. */
export function followFields(
  memory: FieldMemory,
  sample: Sample,
  isWanted: (label: string) => boolean,
): { readonly memory: FieldMemory; readonly fields: readonly FollowedField[] } {
  const inSample = memory.sampleCount + 1;
  const seen = new Map([...memory.seen].filter(([, known]) => inSample - known.inSample <= KEEP_SAMPLES));
  const fields: FollowedField[] = [];
  for (const target of sample.targets) {
    for (const file of target.files) {
      for (const field of file.snapshot?.fields ?? []) {
        if (!isWanted(field.label)) continue;
        // The path and not the process: the start of one that has ended is not always known.
        const key = `${file.path}\n${field.label}`;
        fields.push({ target, file, field, before: memory.seen.get(key)?.field });
        seen.set(key, { field, inSample });
      }
    }
  }
  return { memory: { sampleCount: inSample, seen }, fields };
}

/**
 * By how much a field has grown since it was last read.
 *
 * A count that went down, or was not there, counts from zero: its growth is
 * never negative. Anything else may go up and down, and has not moved where it was not there.
 *
 * @returns `undefined` for a text.
 */
export function growthOf({ field, before }: Pick<FollowedField, 'field' | 'before'>): number | bigint | undefined {
  const after = numberOf(field);
  if (after === undefined) return undefined;
  const earlier = before === undefined ? undefined : numberOf(before);
  if (!isCounting(field.kind)) return earlier === undefined ? 0 : differenceOf(earlier, after);
  return earlier === undefined || after < earlier ? after : differenceOf(earlier, after);
}

/** What a histogram or timer observed since it was last read; all of it when it was not there. */
export function observedSince({
  field,
  before,
}: Pick<FollowedField, 'field' | 'before'>): HistogramSnapshot | undefined {
  const { histogram } = field;
  if (histogram === undefined || before?.histogram === undefined) return histogram;
  return histogramBetween(before.histogram, histogram);
}

function numberOf({ value }: StatsField): number | bigint | undefined {
  if (typeof value === 'string') return undefined;
  return typeof value === 'boolean' ? Number(value) : value;
}

function differenceOf(before: number | bigint, after: number | bigint): number | bigint {
  if (typeof before === 'number' && typeof after === 'number') return after - before;
  const isExact = [before, after].every((value) => typeof value === 'bigint' || Number.isInteger(value));
  return isExact ? BigInt(after) - BigInt(before) : Number(after) - Number(before);
}
