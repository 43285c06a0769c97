import { readSync } from 'node:fs';

const FIRST_BYTES = 64 * 1024;

/** The start of a file, in memory that many readers use in turns: each byte stands where it stands in the file. */
export class FileWindow {
  #bytes = Buffer.alloc(FIRST_BYTES);
  #words = wordsOf(this.#bytes);
  #view = viewOf(this.#bytes);

  get bytes(): Buffer {
    return this.#bytes;
  }

  get words(): Int32Array {
    return this.#words;
  }

  get view(): DataView {
    return this.#view;
  }

  /**
   * Reads the bytes from `start` to `end` of the open file; those that it does not have are zeros.
   *
   * @returns Whether all were there. @throws the system's error.
   */
  fill(file: number, start: number, end: number): boolean {
    if (end > this.#bytes.length) this.#grow(end);
    const count = readInto(file, this.#bytes.subarray(start, end), start);
    if (count < end - start) this.#bytes.fill(0, start + count, end);
    return count === end - start;
  }

  #grow(size: number): void {
    const bytes = Buffer.alloc(2 ** Math.ceil(Math.log2(size)));
    this.#bytes.copy(bytes);
    this.#bytes = bytes;
    this.#words = wordsOf(bytes);
    this.#view = viewOf(bytes);
  }
}

/** The bytes from `start` to `end` of an open file, or those of them that it has. @throws the system's error. */
export function readBytes(file: number, start: number, end: number): Buffer {
  const bytes = Buffer.allocUnsafe(end - start);
  return bytes.subarray(0, readInto(file, bytes, start));
}

/** Reads from `start` of the file until `bytes` is full or the file ends. @returns how many there were. */
function readInto(file: number, bytes: Buffer, start: number): number {
  let length = 0;
  while (length < bytes.length) {
    const count = readSync(file, bytes, length, bytes.length - length, start + length);
    if (count === 0) break;
    length += count;
  }
  return length;
}

function wordsOf(bytes: Buffer): Int32Array {
  return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
