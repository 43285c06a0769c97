import { createOwnFile, reopenOwnFile, writeZeros } from './file-of-our-own.js';
import type { Mapping } from './mapping.js';

/** Maps `sizeBytes` of an open file, shared and writable. Throws when it cannot. */
export type MapDescriptor = (fd: number, sizeBytes: number) => ArrayBufferLike;

/** Makes the file `path`, of zeros, and maps it. Throws what the file system throws. */
export function openMappedFile(path: string, sizeBytes: number, map: MapDescriptor): Mapping {
  const { file, result } = createOwnFile(path, (fd) => {
    writeZeros(fd, 0, sizeBytes);
    return map(fd, sizeBytes);
  });
  let buffer = result;
  return {
    get buffer() {
      return buffer;
    },
    copied: undefined,
    grow(newSizeBytes) {
      buffer = reopenOwnFile(file, (fd) => {
        writeZeros(fd, buffer.byteLength, newSizeBytes);
        return map(fd, newSizeBytes);
      });
    },
  };
}
