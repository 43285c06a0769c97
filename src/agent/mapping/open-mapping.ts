import { PortholeError } from '../../errors.js';
import { loadKoffi } from './koffi-mapping.js';
import { type MapDescriptor, openMappedFile } from './mapped-file.js';
import type { Mapping } from './mapping.js';
import { loadMmapIo } from './mmap-io-mapping.js';
import { openSharedMemoryMapping } from './shared-memory-mapping.js';

const LOADERS: ReadonlyMap<string, () => MapDescriptor> = new Map([
  ['koffi', loadKoffi],
  ['mmap-io', loadMmapIo],
]);
const SHARED = 'shared';

/**
 * Makes the file and maps it: by koffi, else by mmap-io where it is installed, else through shared memory.
 *
 * `PORTHOLE_MAPPING` chooses: `koffi` or `mmap-io` alone before shared memory, or `shared` at once.
 *
 * @throws PortholeError `wrong-usage` when `PORTHOLE_MAPPING` names none of them; and what the file system
 * throws: a full disk, a folder that is gone.
 */
export function openMapping(path: string, sizeBytes: number, limitBytes: number): Mapping {
  for (const load of chosenLoaders(process.env['PORTHOLE_MAPPING'])) {
    try {
      return openMappedFile(path, sizeBytes, load());
    } catch (error) {
      if (!(error instanceof PortholeError) || error.code !== 'no-mapping') throw error;
    }
  }
  return openSharedMemoryMapping(path, sizeBytes, limitBytes);
}

function chosenLoaders(choice: string | undefined): Iterable<() => MapDescriptor> {
  if (choice === undefined || choice === '') return LOADERS.values();
  if (choice === SHARED) return [];
  const loader = LOADERS.get(choice);
  if (loader !== undefined) return [loader];
  const names = [...LOADERS.keys(), SHARED].join(', ');
  throw new PortholeError('wrong-usage', `PORTHOLE_MAPPING is ${JSON.stringify(choice)}, and can be one of ${names}`);
}
