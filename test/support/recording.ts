import { readFileSync } from 'node:fs';
import { RecordingDecoder } from '../../src/format/recording/recording-decoder.js';
import type { RecordedItem } from '../../src/format/recording/records.js';
import type { Sample } from '../../src/format/sample.js';

/** What a file holds so far. */
export function readItems(path: string): readonly RecordedItem[] {
  return decodeItems(readFileSync(path));
}

/** What bytes hold, with what a reader says at their end. */
export function decodeItems(bytes: Uint8Array): readonly RecordedItem[] {
  const decoder = new RecordingDecoder();
  return [...decoder.push(bytes), ...decoder.end()];
}

/** The samples among them. */
export function samplesIn(items: readonly RecordedItem[]): readonly Sample[] {
  return items.flatMap((item) => (item.type === 'sample' ? [item.sample] : []));
}
