import { createReadStream, openSync, readSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { PortholeError, systemCodeOf } from '../../errors.js';
import { RecordingDecoder } from '../../format/recording/recording-decoder.js';
import type { RecordedItem } from '../../format/recording/records.js';
import { describeFailure } from '../../source/failure.js';

const CHUNK_BYTES = 2 ** 20;

/**
 * What a file holds, in its order; a file that `gzip` has packed too.
 *
 * @throws PortholeError `wrong-usage` when it is no recording, `not-found` or `not-permitted` when it cannot be read.
 */
export async function* readRecording(path: string): AsyncGenerator<RecordedItem, void, void> {
  const decoder = new RecordingDecoder();
  try {
    for await (const chunk of openBytes(path)) yield* checked(path, decoder.push(chunk));
  } catch (thrown) {
    // Packed bytes that are cut off: what came before them is there.
    if (systemCodeOf(thrown)?.startsWith('Z_') !== true) throw thrown;
  }
  yield* checked(path, decoder.end());
}

function checked(path: string, items: readonly RecordedItem[]): readonly RecordedItem[] {
  for (const item of items) {
    if (item.type === 'unreadable') throw new PortholeError('wrong-usage', `${path}: ${item.reason}`);
  }
  return items;
}

function openBytes(path: string): AsyncIterable<Uint8Array> {
  const start = new Uint8Array(2);
  let file: number;
  try {
    file = openSync(path, 'r');
    readSync(file, start, 0, start.length, 0);
  } catch (thrown) {
    throw cannotRead(path, thrown);
  }
  const bytes = createReadStream(path, { fd: file, start: 0, highWaterMark: CHUNK_BYTES });
  return start[0] === 0x1f && start[1] === 0x8b ? bytes.pipe(createGunzip()) : bytes;
}

/** Why a path cannot be opened, to be thrown. */
export function cannotRead(path: string, thrown: unknown): PortholeError {
  const { isAbsent, isForbidden, reason } = describeFailure(path, thrown);
  const code = isForbidden ? 'not-permitted' : isAbsent ? 'not-found' : 'wrong-usage';
  return new PortholeError(code, reason, { cause: thrown });
}
