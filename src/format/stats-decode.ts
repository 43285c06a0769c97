import type { LabelIndex } from './find-field.js';
import {
  type HistogramBounds,
  type HistogramSnapshot,
  histogramWordCount,
  readHistogram,
} from './histogram-buckets.js';
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
  /** Where each of {@link fields} stands: the same object as long as they have the same labels. */
  readonly index?: LabelIndex | undefined;
}

/** A field and all that is said of it: what does not change from one look to the next. */
export interface DescribedField {
  readonly layout: FieldLayout;
  readonly kind: MetricKind;
  readonly unit: string | undefined;
  readonly help: string | undefined;
  /** What stands in the words behind the first: the rates of a meter, or the buckets within these bounds. */
  readonly parts: 'rates' | HistogramBounds | undefined;
}

/**
 * Decodes a whole file that nobody is writing, or a copy of one.
 *
 * Fields that porthole wrote carry the kind, unit and help of their metadata.
 * Of others only the type is known: a double buffered `Q` is mmstats' counter,
 * `?` a flag, `s` a text, and any other number a gauge.
 */
export function decodeStats(bytes: Uint8Array): StatsSnapshot {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { fields, brokenReason } = decodeLayout(bytes);
  const start = findMeta(view, fields);
  const metas = start === undefined ? undefined : decodeMeta(decodeText(bytes.subarray(start)));
  const described = describeFields(fields, metas);
  return { fields: described.map((field) => readField(view, field, readValue(view, field.layout))), brokenReason };
}

/** Where the metadata of a file starts; `undefined` when it has none. */
export function findMeta(view: DataView, fields: readonly FieldLayout[]): number | undefined {
  const field = fields.find(({ label }) => label === META_LABEL);
  const pointer = field === undefined ? undefined : readValue(view, field);
  return typeof pointer === 'string' ? parseMetaPointer(pointer) : undefined;
}

/** Joins fields with their metadata, and leaves out the pointer to it. */
export function describeFields(
  fields: readonly FieldLayout[],
  metas: ReadonlyMap<string, ReadMeta> | undefined,
): readonly DescribedField[] {
  const shown = metas === undefined ? fields : fields.filter(({ label }) => label !== META_LABEL);
  return shown.map((layout) => {
    const meta = metas?.get(layout.label);
    const kind = meta?.kind ?? guessKind(layout);
    return { layout, kind, unit: meta?.unit, help: meta?.help, parts: partsOf(layout, kind, meta) };
  });
}

/** @param view Of the file: the rest of a histogram or meter is read from it. */
export function readField(view: DataView, field: DescribedField, value: StatsValue): StatsField {
  const { layout, kind, unit, help, parts } = field;
  const plain = { label: layout.label, value, type: layout.type.letter, kind, unit, help };
  if (parts === undefined) return plain;
  const offset = valueOffset(view, layout);
  if (parts === 'rates') return { ...plain, meter: readMeterRates(view, offset) };
  return { ...plain, histogram: readHistogram(view, offset, parts) };
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

function partsOf({ type }: FieldLayout, kind: MetricKind, meta: ReadMeta | undefined): DescribedField['parts'] {
  const { letter, count } = type;
  if (meta === undefined || letter !== 'Q') return undefined;
  if (kind === 'meter') return count >= METER_WORD_COUNT ? 'rates' : undefined;
  const isHistogram = kind === 'histogram' || kind === 'timer';
  if (!isHistogram || meta.bounds === undefined || count !== histogramWordCount(meta.bounds)) return undefined;
  return meta.bounds;
}

function guessKind(field: FieldLayout): StatsField['kind'] {
  if (field.type.letter === '?') return 'flag';
  if (isText(field.type)) return 'text';
  return field.type.letter === 'Q' && field.isBuffered ? 'counter' : 'gauge';
}

function isText(type: ValueType): boolean {
  return type.letter === 's' || type.letter === 'p' || type.letter === 'c';
}

const TWO_32 = 2 ** 32;
const MAX_SAFE_HIGH = 2 ** 21;

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
  const high = view.getUint32(isLittleEndian ? offset + 4 : offset, isLittleEndian);
  // A small one is put together without a BigInt, which would be garbage at each look.
  if (high < MAX_SAFE_HIGH) return high * TWO_32 + view.getUint32(isLittleEndian ? offset : offset + 4, isLittleEndian);
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
