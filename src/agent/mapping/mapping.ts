import type { OwnFile } from './file-of-our-own.js';

/** A stats file as memory of this process. */
export interface Mapping {
  /** All of the file. After {@link grow} a new one; views of the old one still reach the same bytes. */
  readonly buffer: ArrayBufferLike;
  /** Set when the file is only a copy of shared memory, which somebody must write. */
  readonly copied: CopiedMemory | undefined;
  /** Makes file and memory larger. What is added reads as zeros. Throws what the file system throws. */
  grow(sizeBytes: number): void;
}

/** Memory that threads share, and the file that is written from it. Can be handed to a worker. */
export interface CopiedMemory {
  readonly memory: SharedArrayBuffer;
  readonly file: OwnFile;
}
