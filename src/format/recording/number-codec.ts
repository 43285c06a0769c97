import { PortholeError } from '../../errors.js';
import type { StatsValue } from '../stats-decode.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';

/** The byte before each value. */
const TAGS = { absent: 0, no: 1, yes: 2, step: 3, double: 4, notANumber: 5, bigint: 6, text: 7 } as const;

// A difference of two of these can be written as one signed number.
const MAX_WHOLE = 2 ** 51;
const WORD_BYTES = 8;

const word = new DataView(new ArrayBuffer(2 * WORD_BYTES));

/**
 * Writes a value as it differs from the one before; from 0 where that was no number.
 *
 * A whole number is a step from the whole number before. Any other is eight
 * bytes, of which those at either end that are as before are left out.
 */
export function writeValue(writer: ByteWriter, value: StatsValue | undefined, before?: StatsValue): void {
  if (typeof value === 'number') writeNumber(writer, value, before);
  else if (typeof value === 'bigint') {
    writer.byte(TAGS.bigint);
    writer.text(String(value));
  } else if (typeof value === 'string') {
    writer.byte(TAGS.text);
    writer.text(value);
  } else writer.byte(value === undefined ? TAGS.absent : value ? TAGS.yes : TAGS.no);
}

/** @throws PortholeError `bad-answer` for bytes that are no value. */
export function readValue(reader: ByteReader, before?: StatsValue): StatsValue | undefined {
  const tag = reader.byte();
  switch (tag) {
    case TAGS.absent:
      return undefined;
    case TAGS.no:
    case TAGS.yes:
      return tag === TAGS.yes;
    case TAGS.step:
      return (isWhole(before) ? before : 0) + reader.signed();
    case TAGS.double:
      return readDouble(reader, before);
    case TAGS.notANumber:
      return Number.NaN;
    case TAGS.bigint:
      return parseBigInt(reader.text());
    case TAGS.text:
      return reader.text();
    default:
      throw new PortholeError('bad-answer', `a value of an unknown kind (${tag})`);
  }
}

/** As {@link readValue}, where only a number can stand. */
export function readNumber(reader: ByteReader, before?: StatsValue): number {
  const value = readValue(reader, before);
  if (typeof value !== 'number') throw new PortholeError('bad-answer', 'a number is missing in a record');
  return value;
}

function writeNumber(writer: ByteWriter, value: number, before: StatsValue | undefined): void {
  if (Number.isNaN(value)) writer.byte(TAGS.notANumber);
  else if (isWhole(value)) {
    writer.byte(TAGS.step);
    writer.signed(value - (isWhole(before) ? before : 0));
  } else {
    writer.byte(TAGS.double);
    writeDouble(writer, value, before);
  }
}

function isWhole(value: StatsValue | undefined): value is number {
  return typeof value === 'number' && Math.abs(value) < MAX_WHOLE && Number.isInteger(value) && !Object.is(value, -0);
}

function writeDouble(writer: ByteWriter, value: number, before: StatsValue | undefined): void {
  setWords(value, before);
  let [start, end] = [0, WORD_BYTES];
  while (start < end && differenceAt(start) === 0) start++;
  while (end > start && differenceAt(end - 1) === 0) end--;
  writer.byte((start << 4) | (end - start));
  for (let index = start; index < end; index++) writer.byte(differenceAt(index));
}

function readDouble(reader: ByteReader, before: StatsValue | undefined): number {
  setWords(0, before);
  const span = reader.byte();
  const start = span >> 4;
  const end = start + (span & 0xf);
  if (end > WORD_BYTES) throw new PortholeError('bad-answer', 'a number in a record is too long');
  for (let index = 0; index < WORD_BYTES; index++) {
    const difference = index >= start && index < end ? reader.byte() : 0;
    word.setUint8(index, word.getUint8(WORD_BYTES + index) ^ difference);
  }
  return word.getFloat64(0, true);
}

// NaN has many forms, of which either side may have another.
function setWords(value: number, before: StatsValue | undefined): void {
  word.setFloat64(0, value, true);
  word.setFloat64(WORD_BYTES, typeof before === 'number' && !Number.isNaN(before) ? before : 0, true);
}

function differenceAt(index: number): number {
  return word.getUint8(index) ^ word.getUint8(WORD_BYTES + index);
}

function parseBigInt(text: string): bigint {
  if (!/^-?\d{1,40}$/.test(text)) throw new PortholeError('bad-answer', 'a large number in a record is none');
  return BigInt(text);
}
