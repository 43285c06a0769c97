import { readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { matchesGlob } from '../glob.js';
import { isStatsFileName } from '../target.js';

/** A folder to look in. */
export interface Place {
  readonly path: string;
  /** Whether a name in it is a stats file; sockets are known by theirs. */
  readonly isStats: (fileName: string) => boolean;
  /** Of the programs that see it, where that is another than ours; then pids in file names are those that they know. */
  readonly mountNamespace?: string | undefined;
}

/** What decides where the usual places are. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly uid: number;
  readonly temporaryFolder: string;
  /** A memory file system that every user may make a folder in. */
  readonly sharedMemoryFolder: string;
  /** Where the file system of these surroundings begins in ours: `/proc/<pid>/root`, or nothing. */
  readonly root: string;
}

/** Those of this process. */
export function currentSurroundings(): Surroundings {
  const uid = process.getuid?.() ?? 0;
  return { env: process.env, uid, temporaryFolder: tmpdir(), sharedMemoryFolder: '/dev/shm', root: '' };
}

/** A place for a folder that was named, in which the usual names are looked for. */
export function placeAt(folder: string): Place {
  return { path: resolve(folder), isStats: isStatsFileName };
}

/**
 * Where agents and their older relatives put files, in the order in which they are searched:
 * `$PORTHOLE_DIR`; `porthole-<uid>` in `/dev/shm` and the temporary folder, our own first and then every
 * other user's (may they be read or not); then those of mmstats and socketconsole: `$MMSTATS_GLOB` (a pattern in
 * its last part), `$MMSTATS_PATH`, `$TMPDIR` and `/tmp`.
 *
 * Cost: one system call for each of the folders that hold the users' folders; they are listed when they have changed.
 */
export function usualPlaces(surroundings: Surroundings = currentSurroundings()): readonly Place[] {
  const { env, uid, temporaryFolder, sharedMemoryFolder, root } = surroundings;
  const at = (path: string): string => (root === '' ? path : root + resolve(path));
  const shared = [...new Set([sharedMemoryFolder, temporaryFolder, '/tmp'])].map(at);
  const own = [sharedMemoryFolder, temporaryFolder].map((folder) => join(at(folder), `porthole-${uid}`));
  const others = shared.flatMap((folder) => listUserFolders(folder));
  const chosen = env['PORTHOLE_DIR'];
  const glob = env['MMSTATS_GLOB'];
  const classic = [env['MMSTATS_PATH'], env['TMPDIR'], temporaryFolder, '/tmp'];
  return [
    ...(isSet(chosen) ? [placeAt(at(chosen))] : []),
    ...[...new Set([...own, ...others])].map(placeAt),
    ...(isSet(glob) ? [placeOfGlob(at(glob))] : []),
    ...[...new Set(classic.filter(isSet).map(at))].map(placeAt),
  ];
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}

function placeOfGlob(glob: string): Place {
  const pattern = basename(glob);
  return { path: resolve(dirname(glob)), isStats: (name) => matchesGlob(pattern, name) };
}

interface UserFolders {
  readonly changedWallMs: number;
  readonly listedWallMs: number;
  readonly paths: readonly string[];
}

// A folder's time of change is as coarse as the kernel's tick.
const SURE_AFTER_MS = 100;
const MAX_ROOTS = 100;
const userFolders = new Map<string, UserFolders>();

/** `/tmp` and `/dev/shm` hold what thousands of programs put there: they are listed anew when that changes. */
function listUserFolders(root: string): readonly string[] {
  try {
    const { mtimeMs } = statSync(root);
    const known = userFolders.get(root);
    if (known?.changedWallMs === mtimeMs && known.listedWallMs - mtimeMs > SURE_AFTER_MS) return known.paths;
    const listedWallMs = Date.now();
    const names = readdirSync(root).filter((name) => /^porthole-\d+$/.test(name));
    const paths = names.toSorted().map((name) => join(root, name));
    if (userFolders.size >= MAX_ROOTS) userFolders.clear();
    userFolders.set(root, { changedWallMs: mtimeMs, listedWallMs, paths });
    return paths;
  } catch {
    userFolders.delete(root);
    return [];
  }
}
