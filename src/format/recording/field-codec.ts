import { PortholeError } from '../../errors.js';
import { areHistogramBounds, type HistogramBounds } from '../histogram-buckets.js';
import { isPlainObject } from '../json.js';
import type { MeterRates } from '../meter-words.js';
import { METRIC_KINDS } from '../metric-meta.js';
import type { StatsField } from '../stats-decode.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import { readHistogram, writeHistogram } from './histogram-codec.js';
import { readValue, writeValue } from './number-codec.js';

/** All that is said of a field beside its value: written once, as JSON. */
export interface FieldDescription {
  readonly label: string;
  readonly type: string;
  readonly kind: StatsField['kind'];
  readonly unit: string | undefined;
  readonly help: string | undefined;
  /** Of a field with a histogram: the bounds of its buckets. */
  readonly bounds?: HistogramBounds;
  /** The field has the rates of a meter. */
  readonly hasRates?: true;
}

const RATES: readonly (keyof MeterRates)[] = ['meanPerS', 'm1PerS', 'm5PerS', 'm15PerS'];

/** What is said of a field. */
export function describeField({ label, type, kind, unit, help, histogram, meter }: StatsField): FieldDescription {
  return {
    label,
    type,
    kind,
    unit,
    help,
    ...(histogram === undefined ? {} : { bounds: histogram.bounds }),
    ...(meter === undefined ? {} : { hasRates: true }),
  };
}

/** Whether the same is said of both; where it is, they are mostly the same texts in memory too. */
export function isDescribedAlike(a: StatsField, b: StatsField): boolean {
  if (a.label !== b.label || a.type !== b.type || a.kind !== b.kind || a.unit !== b.unit || a.help !== b.help) {
    return false;
  }
  if ((a.meter === undefined) !== (b.meter === undefined)) return false;
  return a.histogram?.bounds.min === b.histogram?.bounds.min && a.histogram?.bounds.max === b.histogram?.bounds.max;
}

/** @throws PortholeError `bad-answer` when it is no description. */
export function parseDescription(value: unknown): FieldDescription {
  const known = isPlainObject(value) ? value : {};
  const kind = METRIC_KINDS.find((each) => each === known['kind']);
  const { label, type, unit, help, bounds } = known;
  if (kind === undefined || typeof label !== 'string' || typeof type !== 'string') {
    throw new PortholeError('bad-answer', 'a field that is described in no way that is known');
  }
  return {
    label,
    type,
    kind,
    unit: textOrAbsent(unit),
    help: textOrAbsent(help),
    ...(bounds === undefined ? {} : { bounds: parseBounds(bounds) }),
    ...(known['hasRates'] === true ? { hasRates: true } : {}),
  };
}

/** Writes the value of a field as it differs from what it was. */
export function writeField(writer: ByteWriter, field: StatsField, before: StatsField | undefined): void {
  writeValue(writer, field.value, before?.value);
  if (field.histogram !== undefined) writeHistogram(writer, field.histogram, before?.histogram);
  if (field.meter === undefined) return;
  for (const rate of RATES) writeValue(writer, field.meter[rate], before?.meter?.[rate]);
}

/** @throws PortholeError `bad-answer` for bytes that are no value of such a field. */
export function readField(
  reader: ByteReader,
  { label, type, kind, unit, help, bounds, hasRates }: FieldDescription,
  before: StatsField | undefined,
): StatsField {
  const value = readValue(reader, before?.value);
  if (value === undefined) throw new PortholeError('bad-answer', 'a field without a value');
  const plain = { label, value, type, kind, unit, help };
  if (bounds === undefined && hasRates === undefined) return plain;
  return {
    ...plain,
    ...(bounds === undefined ? {} : { histogram: readHistogram(reader, bounds, before?.histogram) }),
    ...(hasRates === undefined ? {} : { meter: readRates(reader, before?.meter) }),
  };
}

/** Whether nothing of a field's value has changed. */
export function hasSameValue(a: StatsField, b: StatsField): boolean {
  if (a === b) return true;
  if (!Object.is(a.value, b.value)) return false;
  if (a.meter !== undefined && RATES.some((rate) => !Object.is(a.meter?.[rate], b.meter?.[rate]))) return false;
  const [one, other] = [a.histogram, b.histogram];
  if (one === other || one === undefined || other === undefined) return one === other;
  const isSame = (key: 'count' | 'sum' | 'min' | 'max' | 'below' | 'above' | 'firstPosition'): boolean =>
    Object.is(one[key], other[key]);
  const areSame = isSame('count') && isSame('sum') && isSame('min') && isSame('max') && isSame('firstPosition');
  if (!areSame || !isSame('below') || !isSame('above') || one.counts.length !== other.counts.length) return false;
  return one.counts.every((count, index) => Object.is(count, other.counts[index]));
}

function readRates(reader: ByteReader, before: MeterRates | undefined): MeterRates {
  const readRate = (rate: keyof MeterRates): number | undefined => {
    const value = readValue(reader, before?.[rate]);
    return typeof value === 'number' ? value : undefined;
  };
  // In the order of RATES.
  const meanPerS = readRate('meanPerS');
  const m1PerS = readRate('m1PerS');
  const m5PerS = readRate('m5PerS');
  return { meanPerS, m1PerS, m5PerS, m15PerS: readRate('m15PerS') };
}

function parseBounds(value: unknown): HistogramBounds {
  const { min, max } = isPlainObject(value) ? value : {};
  if (typeof min === 'number' && typeof max === 'number' && areHistogramBounds({ min, max })) return { min, max };
  throw new PortholeError('bad-answer', 'a histogram with bounds that it cannot have');
}

function textOrAbsent(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
