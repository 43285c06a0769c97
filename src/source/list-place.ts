import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isStatsFileName, parseSocketName } from '../target.js';
import { readMonotonicMs } from './clock.js';
import { describeFailure } from './failure.js';
import type { Place } from './places.js';
import type { SearchedPlace } from './sample.js';

/** A stats file, to be read. */
export interface ListedFile {
  readonly path: string;
  readonly place: Place;
  /** The same from one listing to the next as long as nothing came or went in its folder, so that it is the same file. */
  readonly version: unknown;
}

/** A socket with the name of a console, whether or not anybody listens there. */
export interface SocketFile extends Omit<ListedFile, 'version'> {
  /** As its name has it: that of another pid namespace, if its process is in one. */
  readonly pid: number;
  /** When it was made. */
  readonly changedWallMs: number;
}

/** What lies in all places, each once, in the order of the places. */
export interface Listing {
  readonly files: readonly ListedFile[];
  readonly sockets: readonly SocketFile[];
  readonly searched: readonly SearchedPlace[];
}

/** A folder as it was when it was last listed. */
interface Folder {
  /** The same for every way to it. */
  readonly identity: string;
  readonly changedWallMs: number;
  readonly listedWallMs: number;
  readonly listedAtMs: number;
  /** How it is called on the screen: with the links resolved. */
  readonly path: string;
  readonly names: readonly string[];
  readonly sockets: ReadonlyMap<string, Omit<SocketFile, 'place'>>;
  /** The names that are stats files by the usual rule. */
  readonly usual: readonly string[];
}

// A folder's time of change is as coarse as the kernel's tick (10 ms at most), or the clock of a file server.
const SURE_AFTER_MS = 100;
// Against file systems that keep no such time.
const LIST_ANEW_MS = 10_000;

/**
 * The folders of all places, listed anew only when something came or went in them.
 *
 * That is told by the folder's own time of change: one system call, right at
 * once, in every mount namespace and on every file system. (`fs.watch` needs
 * the event loop to turn, and reports every write to every file of `/tmp`.)
 */
export class FolderListings {
  readonly #folders = new Map<string, Folder>();

  /** Lists the places. A folder that is reached by two ways is listed once; one that cannot be read is said so. */
  list(places: readonly Place[]): Listing {
    const searched = new Map<string, SearchedPlace>();
    const files = new Map<string, ListedFile>();
    const sockets = new Map<string, SocketFile>();
    for (const place of places) {
      const folder = this.#read(place.path);
      if ('outcome' in folder) {
        searched.set(place.path, folder);
        continue;
      }
      const first = searched.get(folder.identity)?.path;
      if (first === undefined) searched.set(folder.identity, { path: place.path, outcome: 'read', reason: undefined });
      const names = place.isStats === isStatsFileName ? folder.usual : folder.names.filter(place.isStats);
      for (const name of names) {
        const path = join(folder.path, name);
        const key = `${folder.identity}/${name}`;
        if (!folder.sockets.has(name) && !files.has(key))
          files.set(key, { path, place, version: versionOf(folder, place) });
      }
      for (const [name, socket] of folder.sockets) {
        const key = `${folder.identity}/${name}`;
        if (!sockets.has(key)) sockets.set(key, { ...socket, place });
      }
    }
    return { files: [...files.values()], sockets: [...sockets.values()], searched: [...searched.values()] };
  }

  #read(path: string): Folder | SearchedPlace {
    try {
      const stat = statSync(path);
      const identity = `${stat.dev}:${stat.ino}`;
      const before = this.#folders.get(path);
      if (before?.identity === identity && isSure(before, stat.mtimeMs)) return before;
      const folder = listFolder(path, identity, stat.mtimeMs);
      this.#folders.set(path, folder);
      return folder;
    } catch (thrown) {
      this.#folders.delete(path);
      const { isAbsent, reason } = describeFailure(path, thrown);
      return isAbsent ? { path, outcome: 'absent', reason: undefined } : { path, outcome: 'unreadable', reason };
    }
  }
}

// One of another mount namespace is not kept open: that would hold its file system.
function versionOf(folder: Folder, { mountNamespace }: Place): Folder | undefined {
  return mountNamespace === undefined ? folder : undefined;
}

function isSure({ changedWallMs, listedWallMs, listedAtMs }: Folder, nowChangedWallMs: number): boolean {
  if (changedWallMs !== nowChangedWallMs || readMonotonicMs() - listedAtMs > LIST_ANEW_MS) return false;
  return listedWallMs - changedWallMs > SURE_AFTER_MS;
}

function listFolder(path: string, identity: string, changedWallMs: number): Folder {
  const [listedWallMs, listedAtMs] = [Date.now(), readMonotonicMs()];
  // What is below another process's root has no path without that.
  const realPath = path.startsWith('/proc/') ? path : realpathSync(path);
  const names = readdirSync(path).toSorted();
  const sockets = new Map<string, Omit<SocketFile, 'place'>>();
  for (const name of names) {
    const pid = parseSocketName(name);
    const socket = pid === undefined ? undefined : readSocketFile(join(realPath, name), pid);
    if (socket !== undefined) sockets.set(name, socket);
  }
  const usual = names.filter(isStatsFileName);
  return { identity, changedWallMs, listedWallMs, listedAtMs, path: realPath, names, sockets, usual };
}

function readSocketFile(path: string, pid: number): Omit<SocketFile, 'place'> | undefined {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat?.isSocket() === true ? { path, pid, changedWallMs: stat.mtimeMs } : undefined;
}
