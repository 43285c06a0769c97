import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs';

/** The bytes of a stats file, for one who writes single values in it beside the thread that made it. */
export interface FieldMemory {
  /** A copy of so many bytes. */
  read(offset: number, length: number): Uint8Array;
  readAll(): Uint8Array;
  /** Writes numbers at a multiple of 8, so that none is ever seen half written. */
  write(offset: number, numbers: Float64Array | BigUint64Array): void;
}

/** Memory of this thread, or shared with it. @param current The memory as it is now: it may grow. */
export function memoryOf(current: () => ArrayBufferLike): FieldMemory {
  return {
    read: (offset, length) => new Uint8Array(current(), offset, length).slice(),
    readAll: () => new Uint8Array(current()).slice(),
    write: (offset, numbers) => {
      // As whole words, whatever is in them.
      const from = new BigUint64Array(numbers.buffer, numbers.byteOffset, numbers.length);
      new BigUint64Array(current(), offset, numbers.length).set(from);
    },
  };
}

/**
 * A file that another thread has mapped.
 *
 * Reads and writes go through the kernel, which keeps them and the mapping one;
 * so it does not matter what mapped it. The file is open for the length of a call only.
 */
export function fileMemory(path: string): FieldMemory {
  const readBytes = (offset: number, length?: number): Uint8Array =>
    withFile(path, (fd) => {
      const bytes = new Uint8Array(length ?? fstatSync(fd).size - offset);
      readSync(fd, bytes, 0, bytes.length, offset);
      return bytes;
    });
  return {
    read: readBytes,
    readAll: () => readBytes(0),
    write: (offset, numbers) => {
      withFile(path, (fd) => writeSync(fd, numbers, 0, numbers.byteLength, offset));
    },
  };
}

function withFile<T>(path: string, use: (fd: number) => T): T {
  const fd = openSync(path, constants.O_RDWR | constants.O_NOFOLLOW);
  try {
    return use(fd);
  } finally {
    closeSync(fd);
  }
}
