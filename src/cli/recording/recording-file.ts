import { closeSync, constants, fstatSync, ftruncateSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { PortholeError } from '../../errors.js';
import { encodeHeader, HEADER_BYTES } from '../../format/recording/frame.js';
import { RecordingDecoder } from '../../format/recording/recording-decoder.js';
import { describeFailure } from '../../source/failure.js';
import { describeWriting } from '../describe-writing.js';

/** Where the records of a recording go. */
export interface RecordingSink {
  /** Whether what comes next begins a session: at first, and when somebody has changed the file since. */
  isNew(): boolean;
  /** How many bytes there are, those of earlier sessions included. */
  readonly sizeBytes: number;
  /** A record, whole or not at all. @throws PortholeError when it cannot be written: what was there is kept. */
  write(record: Uint8Array): void | Promise<void>;
  close(): void;
}

/**
 * A file that a recording is appended to; only its owner may read what this makes, for a dump holds what the programs hold.
 *
 * One that was moved away, removed or shortened meanwhile is made or gone on with anew, as logs are rotated.
 */
export class RecordingFile implements RecordingSink {
  readonly #path: string;
  #file: number;
  #isNew = true;
  sizeBytes: number;

  /** @throws PortholeError for a file that is something else, or may not be written. */
  constructor(path: string) {
    this.#path = path;
    this.#file = openRecording(path);
    this.sizeBytes = fstatSync(this.#file).size;
  }

  isNew(): boolean {
    const stat = fstatSync(this.#file);
    const there = statSync(this.#path, { throwIfNoEntry: false });
    if (there?.ino !== stat.ino || there.dev !== stat.dev || stat.size < this.sizeBytes) {
      closeSync(this.#file);
      this.#file = openRecording(this.#path);
      this.#isNew = true;
    }
    // Somebody else records into it too: only whole samples can be read between theirs.
    const { size } = fstatSync(this.#file);
    const isNew = this.#isNew || size !== this.sizeBytes;
    [this.sizeBytes, this.#isNew] = [size, false];
    return isNew;
  }

  write(record: Uint8Array): void {
    let written = 0;
    try {
      while (written < record.length) written += writeSync(this.#file, record, written);
    } catch (thrown) {
      this.#takeBack(written);
      throw new PortholeError('not-permitted', `${this.#path}: ${describeWriting(thrown)}; what was recorded is kept`, {
        cause: thrown,
      });
    }
    this.sizeBytes += written;
  }

  close(): void {
    closeSync(this.#file);
  }

  // The part of a record at the end of a full disk.
  #takeBack(written: number): void {
    const stat = fstatSync(this.#file);
    if (written > 0 && stat.isFile() && stat.size === this.sizeBytes + written) {
      ftruncateSync(this.#file, this.sizeBytes);
    }
  }
}

function openRecording(path: string): number {
  const { O_RDWR, O_APPEND, O_CREAT, O_NONBLOCK } = constants;
  let file: number;
  try {
    // Without O_NONBLOCK a FIFO would hold us until somebody reads from it.
    file = openSync(path, O_RDWR | O_APPEND | O_CREAT | O_NONBLOCK, 0o600);
  } catch (thrown) {
    const { isAbsent, isForbidden, reason } = describeFailure(path, thrown);
    const line = isAbsent ? `${path}: there is no such folder` : reason;
    throw new PortholeError(isForbidden ? 'not-permitted' : 'not-found', line, { cause: thrown });
  }
  try {
    const stat = fstatSync(file);
    if (stat.isFIFO()) throw new PortholeError('wrong-usage', `${path}: a named pipe: porthole record - > ${path}`);
    if (stat.isFile() && stat.size > 0) checkHeader(path, file);
    else writeSync(file, encodeHeader());
    return file;
  } catch (thrown) {
    closeSync(file);
    if (thrown instanceof PortholeError) throw thrown;
    throw new PortholeError('not-permitted', `${path}: ${describeWriting(thrown)}`, { cause: thrown });
  }
}

function checkHeader(path: string, file: number): void {
  const header = new Uint8Array(HEADER_BYTES);
  const length = readSync(file, header, 0, HEADER_BYTES, 0);
  const decoder = new RecordingDecoder();
  const [item] = [...decoder.push(header.subarray(0, length)), ...decoder.end()];
  if (item?.type !== 'unreadable') return;
  throw new PortholeError('wrong-usage', `${path}: ${item.reason}: nothing is appended to it; say another FILE`);
}
