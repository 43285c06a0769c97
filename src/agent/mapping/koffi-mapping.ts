import { createRequire } from 'node:module';
import type * as Koffi from 'koffi';
import { PortholeError } from '../../errors.js';
import type { MapDescriptor } from './mapped-file.js';

// The same numbers on Linux and macOS.
const PROT_READ_WRITE = 1 | 2;
const MAP_SHARED = 1;
const MAP_FAILED = 0xffff_ffff_ffff_ffffn;
const MMAP = 'void *mmap(void *addr, size_t length, int prot, int flags, int fd, int64_t offset)';

/**
 * `mmap` of the C library, through koffi.
 *
 * Nothing is ever unmapped: instruments keep views of old mappings when a file
 * grows, and a store into unmapped memory would kill the process. The old pages are
 * the same pages, so that costs address space only.
 *
 * Cost: loading koffi takes about 20 ms.
 *
 * @throws PortholeError `no-mapping` when koffi is not installed or may not be loaded.
 */
export function loadKoffi(): MapDescriptor {
  const { koffi, mmap } = loadMmap();
  return (fd, sizeBytes) => {
    const address: unknown = mmap(null, sizeBytes, PROT_READ_WRITE, MAP_SHARED, fd, 0);
    if (address === null || koffi.address(address) === MAP_FAILED) {
      throw new PortholeError('no-mapping', `mmap of ${sizeBytes} bytes failed with errno ${koffi.errno()}`);
    }
    return koffi.view(address, sizeBytes);
  };
}

function loadMmap(): { readonly koffi: typeof Koffi; readonly mmap: ReturnType<Koffi.LibraryHandle['func']> } {
  try {
    const koffi: typeof Koffi = createRequire(import.meta.url)('koffi');
    return { koffi, mmap: koffi.load(null).func(MMAP) };
  } catch (error) {
    throw new PortholeError('no-mapping', 'koffi could not be loaded', { cause: error });
  }
}
