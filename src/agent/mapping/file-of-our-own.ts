import { closeSync, constants, fstatSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { PortholeError, systemCodeOf } from '../../errors.js';

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDWR } = constants;

/** A file that we made, told from another that was put in its place. */
export interface OwnFile {
  readonly path: string;
  readonly device: number;
  readonly inode: number;
}

/** Makes `path` anew (0600), runs `use` on its descriptor, and closes it: no handle stays in the host. */
export function createOwnFile<T>(path: string, use: (fd: number) => T): { readonly file: OwnFile; readonly result: T } {
  try {
    unlinkSync(path);
  } catch (error) {
    if (systemCodeOf(error) !== 'ENOENT') throw error;
  }
  const fd = openSync(path, O_CREAT | O_EXCL | O_NOFOLLOW | O_RDWR, 0o600);
  try {
    const { dev, ino } = fstatSync(fd);
    return { file: { path, device: dev, inode: ino }, result: use(fd) };
  } catch (error) {
    unlinkSync(path);
    throw error;
  } finally {
    closeSync(fd);
  }
}

/** Opens the file again, and refuses one that is not the one we made. */
export function reopenOwnFile<T>(file: OwnFile, use: (fd: number) => T): T {
  const fd = openSync(file.path, O_NOFOLLOW | O_RDWR);
  try {
    const { dev, ino } = fstatSync(fd);
    if (dev !== file.device || ino !== file.inode) {
      throw new PortholeError('not-found', `${file.path} was replaced by another file`);
    }
    return use(fd);
  } finally {
    closeSync(fd);
  }
}

/**
 * Writes zeros in `fd` from `start` to `end`.
 *
 * A hole would do for the size, but a store into a mapped hole of a full disk
 * kills the process (SIGBUS), whereas this write fails with ENOSPC.
 */
export function writeZeros(fd: number, start: number, end: number): void {
  const zeros = new Uint8Array(end - start);
  let written = 0;
  while (written < zeros.length) {
    written += writeSync(fd, zeros, written, zeros.length - written, start + written);
  }
}
