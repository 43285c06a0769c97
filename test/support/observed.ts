import { HistogramCells } from '../../src/agent/histogram-cells.js';
import { type HistogramBounds, type HistogramSnapshot, readHistogram } from '../../src/format/histogram-buckets.js';

/** The snapshot of a histogram that has observed these values, through its bytes. */
export function observed(values: readonly number[], bounds: HistogramBounds): HistogramSnapshot {
  const cells = new HistogramCells(bounds);
  for (const value of values) cells.observe(value);
  const bytes = cells.encode();
  return readHistogram(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, bounds);
}
