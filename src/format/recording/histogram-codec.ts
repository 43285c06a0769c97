import { PortholeError } from '../../errors.js';
import { bucketCountOf, type HistogramBounds, type HistogramSnapshot } from '../histogram-buckets.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import { readNumber, readValue, writeValue } from './number-codec.js';

/** Writes a histogram as it differs from what it was: its sums, where its buckets begin, and those that have changed. */
export function writeHistogram(
  writer: ByteWriter,
  histogram: HistogramSnapshot,
  before: HistogramSnapshot | undefined,
): void {
  const { count, sum, min, max, below, above, firstPosition, counts } = histogram;
  writeValue(writer, count, before?.count);
  writeValue(writer, sum, before?.sum);
  writeValue(writer, min, before?.min);
  writeValue(writer, max, before?.max);
  writeValue(writer, below, before?.below);
  writeValue(writer, above, before?.above);
  writeValue(writer, firstPosition, before?.firstPosition);
  writer.varint(counts.length);
  const changed = [...counts.keys()].filter(
    (index) => !Object.is(counts[index], countAt(before, firstPosition + index)),
  );
  writer.varint(changed.length);
  let next = 0;
  for (const index of changed) {
    writer.varint(index - next);
    writeValue(writer, counts[index], countAt(before, firstPosition + index));
    next = index + 1;
  }
}

/** @throws PortholeError `bad-answer` for bytes that are no histogram of these bounds. */
export function readHistogram(
  reader: ByteReader,
  bounds: HistogramBounds,
  before: HistogramSnapshot | undefined,
): HistogramSnapshot {
  const count = readNumber(reader, before?.count);
  const sum = readNumber(reader, before?.sum);
  const min = readExtreme(reader, before?.min);
  const max = readExtreme(reader, before?.max);
  const below = readNumber(reader, before?.below);
  const above = readNumber(reader, before?.above);
  const firstPosition = readNumber(reader, before?.firstPosition);
  const length = reader.varint();
  if (length > bucketCountOf(bounds)) throw new PortholeError('bad-answer', 'a histogram with too many buckets');
  const counts = Array.from({ length }, (_, index) => countAt(before, firstPosition + index));
  let index = 0;
  for (let left = reader.count(); left > 0; left--) {
    index += reader.varint();
    if (index >= length) throw new PortholeError('bad-answer', 'a bucket that a histogram does not have');
    counts[index] = readNumber(reader, counts[index]);
    index++;
  }
  return { count, sum, min, max, bounds, below, above, firstPosition, counts };
}

function readExtreme(reader: ByteReader, before: number | undefined): number | undefined {
  const value = readValue(reader, before);
  return typeof value === 'number' ? value : undefined;
}

function countAt(histogram: HistogramSnapshot | undefined, position: number): number {
  return histogram?.counts[position - histogram.firstPosition] ?? 0;
}
