import { accessSync, chmodSync, constants, lstatSync, mkdirSync, type Stats } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { PortholeError, systemCodeOf } from '../errors.js';

const SHARED_MEMORY_FOLDER = '/dev/shm';
const OWNER_ONLY_MODE = 0o700;
const GROUP_AND_OTHERS = 0o077;
const GROUP_AND_OTHERS_WRITE = 0o022;

/**
 * The folder for stats files and sockets, made when it is not there (0700).
 *
 * `$PORTHOLE_DIR`, else `/dev/shm/porthole-<uid>` (memory: a mapped file on a
 * disk can stall its writer), else `<tmp>/porthole-<uid>`. It must be a real
 * folder of ours. A default place that others may enter is closed to them; a
 * `$PORTHOLE_DIR` belongs to the user and is left as it is, but refused when
 * others may write in it, since they could put their own files in our place.
 *
 * Cost: three system calls, synchronous.
 *
 * @throws PortholeError `unsafe-folder`, or `not-permitted` when it cannot be made.
 */
export function openRuntimeFolder(env: NodeJS.ProcessEnv = process.env): string {
  const uid = userInfo().uid;
  const chosen = env['PORTHOLE_DIR'];
  if (chosen !== undefined && chosen !== '') {
    const folder = resolve(chosen);
    const mode = openFolder(folder, uid).mode;
    if ((mode & GROUP_AND_OTHERS_WRITE) !== 0) {
      throw new PortholeError(
        'unsafe-folder',
        `others may write in PORTHOLE_DIR ${folder} (mode ${formatMode(mode)}): chmod go-w it, or choose another folder`,
      );
    }
    return folder;
  }
  const folder = join(isWritable(SHARED_MEMORY_FOLDER) ? SHARED_MEMORY_FOLDER : tmpdir(), `porthole-${uid}`);
  if ((openFolder(folder, uid).mode & GROUP_AND_OTHERS) !== 0) chmodSync(folder, OWNER_ONLY_MODE);
  return folder;
}

function openFolder(folder: string, uid: number): Stats {
  try {
    mkdirSync(folder, { mode: OWNER_ONLY_MODE });
  } catch (error) {
    if (systemCodeOf(error) !== 'EEXIST') {
      throw new PortholeError(
        'not-permitted',
        `cannot make the folder ${folder} (${systemCodeOf(error) ?? String(error)}): set PORTHOLE_DIR to a folder of your own`,
        { cause: error },
      );
    }
  }
  const stats = lstatSync(folder);
  if (!stats.isDirectory()) {
    const kind = stats.isSymbolicLink() ? 'a symbolic link' : 'no folder';
    throw new PortholeError(
      'unsafe-folder',
      `${folder} is ${kind}, owned by uid ${stats.uid} (we are uid ${uid}): remove it, or set PORTHOLE_DIR to a folder of your own`,
    );
  }
  if (stats.uid !== uid) {
    throw new PortholeError(
      'unsafe-folder',
      `${folder} is owned by uid ${stats.uid}, but we are uid ${uid}: remove it, or set PORTHOLE_DIR to a folder of your own`,
    );
  }
  return stats;
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function formatMode(mode: number): string {
  return (mode & 0o777).toString(8).padStart(4, '0');
}
