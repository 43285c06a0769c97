import { join } from 'node:path';
import { PortholeError } from '../errors.js';
import { formatSocketName } from '../target.js';

// sizeof(sun_path) less its final NUL.
const MAX_PATH_BYTES = process.platform === 'darwin' ? 103 : 107;

/**
 * The path of this process's socket in `folder`.
 *
 * @throws PortholeError `path-too-long`.
 */
export function socketPathIn(folder: string): string {
  const path = join(folder, formatSocketName(process.pid));
  const length = Buffer.byteLength(path);
  if (length <= MAX_PATH_BYTES) return path;
  throw new PortholeError(
    'path-too-long',
    `the socket path ${path} has ${length} bytes, and the kernel takes ${MAX_PATH_BYTES}: set PORTHOLE_DIR to a shorter folder`,
  );
}
