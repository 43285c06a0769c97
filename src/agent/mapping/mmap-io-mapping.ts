import { createRequire } from 'node:module';
import { PortholeError } from '../../errors.js';
import type { MapDescriptor } from './mapped-file.js';

/** What we use of `mmap-io`. Its types are not imported: it is installed only where somebody chose it. */
interface MmapIo {
  readonly PROT_READ: number;
  readonly PROT_WRITE: number;
  readonly MAP_SHARED: number;
  map(sizeBytes: number, protection: number, flags: number, fd: number): Buffer;
}

// The second is a fork of the first, with the same calls.
const PACKAGES = ['mmap-io', '@riaskov/mmap-io'];

/**
 * `mmap` through `mmap-io` or `@riaskov/mmap-io`, whichever the user has installed.
 *
 * It unmaps when the buffer is collected, and each view over the buffer keeps it.
 * `mmap-io` itself loads in one thread of a process only.
 *
 * @throws PortholeError `no-mapping` when neither is installed, or was not built for this Node.
 */
export function loadMmapIo(): MapDescriptor {
  const mmapIo = loadFirst(createRequire(import.meta.url));
  return (fd, sizeBytes) => {
    const protection = mmapIo.PROT_READ | mmapIo.PROT_WRITE;
    try {
      return mmapIo.map(sizeBytes, protection, mmapIo.MAP_SHARED, fd).buffer;
    } catch (error) {
      throw new PortholeError('no-mapping', `mmap-io could not map ${sizeBytes} bytes`, { cause: error });
    }
  };
}

function loadFirst(require: NodeJS.Require): MmapIo {
  const failures: unknown[] = [];
  for (const name of PACKAGES) {
    try {
      const loaded: MmapIo & { readonly default?: MmapIo } = require(name);
      return loaded.default ?? loaded;
    } catch (error) {
      failures.push(error);
    }
  }
  const cause = new AggregateError(failures);
  throw new PortholeError('no-mapping', `none of ${PACKAGES.join(', ')} could be loaded`, { cause });
}
