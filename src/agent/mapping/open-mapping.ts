import { PortholeError } from '../../errors.js';
import { loadKoffiMapping } from './koffi-mapping.js';
import type { Mapping } from './mapping.js';
import { openSharedMemoryMapping } from './shared-memory-mapping.js';

/**
 * Makes the file and maps it, by koffi where it loads, else through shared memory.
 *
 * @throws What the file system throws: a full disk, a folder that is gone.
 */
export function openMapping(path: string, sizeBytes: number, limitBytes: number): Mapping {
  try {
    return loadKoffiMapping()(path, sizeBytes);
  } catch (error) {
    if (!(error instanceof PortholeError) || error.code !== 'no-mapping') throw error;
    return openSharedMemoryMapping(path, sizeBytes, limitBytes);
  }
}
