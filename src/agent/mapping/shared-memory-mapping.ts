import { writeSync } from 'node:fs';
import { createOwnFile, reopenOwnFile, writeZeros } from './file-of-our-own.js';
import type { CopiedMemory, Mapping } from './mapping.js';

/** How often the file is written from the memory: it is that far behind at most. */
export const COPY_INTERVAL_MS = 100;

/**
 * Keeps the values in shared memory where no file can be mapped.
 *
 * Our worker writes them to the file every {@link COPY_INTERVAL_MS}, also while
 * the main thread is stuck.
 *
 * @param limitBytes To which it may grow; that much address space is reserved.
 */
export function openSharedMemoryMapping(path: string, sizeBytes: number, limitBytes: number): Mapping {
  const memory = new SharedArrayBuffer(sizeBytes, { maxByteLength: limitBytes });
  const { file } = createOwnFile(path, (fd) => writeZeros(fd, 0, sizeBytes));
  return { buffer: memory, copied: { memory, file }, grow: (newSizeBytes) => memory.grow(newSizeBytes) };
}

/** Writes all of the memory to the file. Throws what the file system throws. */
export function copyToFile({ memory, file }: CopiedMemory): void {
  const bytes = new Uint8Array(memory, 0, memory.byteLength);
  reopenOwnFile(file, (fd) => writeSync(fd, bytes, 0, bytes.length, 0));
}
