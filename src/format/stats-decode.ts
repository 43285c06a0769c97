import { type HistogramSnapshot, histogramWordCount, readHistogram } from './histogram-buckets.js';
import { METER_WORD_COUNT, type MeterRates, readMeterRates } from './meter-words.js';
import { decodeMeta, META_LABEL, type MetricKind, parseMetaPointer, type ReadMeta } from './metric-meta.js';
import type { ValueType } from './signature.js';
import { decodeLayout, decodeText, type FieldLayout } from './stats-layout.js';

/** A 64-bit integer above 2⁵³ is a `bigint`; every other number is a `number`. */
export type StatsValue = number | bigint | boolean | string;

/** One metric of one file. */
export interface StatsField {
  readonly label: string;
  /** Of a meter, a histogram and a timer the count. */
  readonly value: StatsValue;
  /** The letter of its Python `struct` type. */
  readonly type: string;
  readonly kind: MetricKind;
  readonly unit: string | undefined;
  readonly help: string | undefined;
  /** Of a histogram and a timer. */
  readonly histogram?: HistogramSnapshot;
  /** Of a meter. */
  readonly meter?: MeterRates;
}

/** All fields of one file at one moment; those before the break, and the reason, when it is broken. */
export interface StatsSnapshot {
  readonly fields: readonly StatsField[];
  readonly brokenReason: string | undefined;
}

/**
 * Decodes a whole file that nobody is writing, or a copy of one.
 *
 * Fields that porthole wrote carry the kind, unit and help of their metadata.
 * Of others only the type is known: a double buffered `Q` is mmstats' counter,
 * `?` a flag, `s` a text, and any other number a gauge.
 */
export function decodeStats(bytes: Uint8Array): StatsSnapshot {
  const layout = decodeLayout(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = layout.fields.map((field) => readValue(view, field));
  const start = findMeta(layout.fields, values);
  const metas = start === undefined ? undefined : decodeMeta(decodeText(bytes.subarray(start)));
  return { fields: joinMetas(view, layout.fields, values, metas), brokenReason: layout.brokenReason };
}

/** Where the metadata of a file starts; `undefined` when it has none. */
export function findMeta(fields: readonly FieldLayout[], values: readonly StatsValue[]): number | undefined {
  const pointer = values[fields.findIndex((field) => field.label === META_LABEL)];
  return typeof pointer === 'string' ? parseMetaPointer(pointer) : undefined;
}

/**
 * Joins fields and their values with their metadata, and leaves out the pointer to it.
 *
 * @param view Of the file: the rest of a histogram or meter is read from it.
 */
export function joinMetas(
  view: DataView,
  fields: readonly FieldLayout[],
  values: readonly StatsValue[],
  metas: ReadonlyMap<string, ReadMeta> | undefined,
): readonly StatsField[] {
  return fields.flatMap((field, index) => {
    const value = values[index];
    if (value === undefined || (field.label === META_LABEL && metas !== undefined)) return [];
    const meta = metas?.get(field.label);
    const kind = meta?.kind ?? guessKind(field);
    const plain = { label: field.label, value, type: field.type.letter, kind, unit: meta?.unit, help: meta?.help };
    return [field.type.count > 1 && meta !== undefined ? withParts(view, field, plain, meta) : plain];
  });
}

/** The value of a field as it is published: of a buffered one, the buffer that is not being written. */
export function readValue(view: DataView, field: FieldLayout): StatsValue {
  return readElement(view, valueOffset(view, field), field.type);
}

/** Where the published value of a field stands now. */
export function valueOffset(view: DataView, field: FieldLayout): number {
  const published = field.isBuffered ? (view.getUint8(field.bufferOffset) & 1) ^ 1 : 0;
  return field.bufferOffset + 1 + published * field.type.size;
}

function withParts(view: DataView, field: FieldLayout, plain: StatsField, { bounds }: ReadMeta): StatsField {
  const { letter, count } = field.type;
  const offset = valueOffset(view, field);
  if (letter !== 'Q') return plain;
  if (plain.kind === 'meter' && count >= METER_WORD_COUNT) return { ...plain, meter: readMeterRates(view, offset) };
  const isHistogram = plain.kind === 'histogram' || plain.kind === 'timer';
  if (!isHistogram || bounds === undefined || count !== histogramWordCount(bounds)) return plain;
  return { ...plain, histogram: readHistogram(view, offset, bounds) };
}

function guessKind(field: FieldLayout): StatsField['kind'] {
  if (field.type.letter === '?') return 'flag';
  if (isText(field.type)) return 'text';
  return field.type.letter === 'Q' && field.isBuffered ? 'counter' : 'gauge';
}

function isText(type: ValueType): boolean {
  return type.letter === 's' || type.letter === 'p' || type.letter === 'c';
}

function readElement(view: DataView, offset: number, type: ValueType): StatsValue {
  const { letter, isLittleEndian } = type;
  switch (letter) {
    case '?':
      return view.getUint8(offset) !== 0;
    case 'b':
      return view.getInt8(offset);
    case 'B':
      return view.getUint8(offset);
    case 'h':
      return view.getInt16(offset, isLittleEndian);
    case 'H':
      return view.getUint16(offset, isLittleEndian);
    case 'e':
      return readHalf(view.getUint16(offset, isLittleEndian));
    case 'i':
      return view.getInt32(offset, isLittleEndian);
    case 'I':
      return view.getUint32(offset, isLittleEndian);
    case 'f':
      return view.getFloat32(offset, isLittleEndian);
    case 'd':
      return view.getFloat64(offset, isLittleEndian);
    case 's':
    case 'p':
    case 'c':
      return readText(view, offset, type);
    default:
      return readLong(view, offset, type);
  }
}

function readLong(view: DataView, offset: number, { letter, size, count, isLittleEndian }: ValueType): StatsValue {
  const isSigned = letter === letter.toLowerCase();
  if (size / count === 4) {
    return isSigned ? view.getInt32(offset, isLittleEndian) : view.getUint32(offset, isLittleEndian);
  }
  const long = isSigned ? view.getBigInt64(offset, isLittleEndian) : view.getBigUint64(offset, isLittleEndian);
  const number = Number(long);
  return Number.isSafeInteger(number) ? number : long;
}

function readText(view: DataView, offset: number, type: ValueType): string {
  const skip = type.letter === 'p' ? 1 : 0;
  const bytes = new Uint8Array(view.buffer, view.byteOffset + offset + skip, type.count - skip);
  const end = bytes.indexOf(0);
  return decodeText(end < 0 ? bytes : bytes.subarray(0, end));
}

function readHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
