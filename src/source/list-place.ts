import { lstatSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { parseSocketName } from '../target.js';
import { describeFailure } from './failure.js';
import type { Place } from './places.js';
import type { SearchedPlace } from './sample.js';

/** A socket with the name of a console, whether or not anybody listens there. */
export interface SocketFile {
  readonly path: string;
  readonly pid: number;
  /** When it was made. */
  readonly changedWallMs: number;
}

/** What lies in all places, each once, in the order of the places. */
export interface Listing {
  readonly files: readonly string[];
  readonly sockets: readonly SocketFile[];
  readonly searched: readonly SearchedPlace[];
}

/** Lists the places. A folder that is reached by two ways is listed once; one that cannot be read is said so. */
export function listPlaces(places: readonly Place[]): Listing {
  const searched = new Map<string, SearchedPlace>();
  const files = new Set<string>();
  const sockets = new Map<string, SocketFile>();
  for (const place of places) {
    const listed = listFolder(place.path);
    const known = searched.get(listed.realPath);
    if (known === undefined) searched.set(listed.realPath, { path: place.path, ...listed.outcome });
    for (const name of listed.names) {
      const path = join(listed.realPath, name);
      const pid = parseSocketName(name);
      const socket = pid === undefined ? undefined : readSocketFile(path, pid);
      if (socket !== undefined) sockets.set(path, socket);
      else if (place.isStats(name)) files.add(path);
    }
  }
  return { files: [...files], sockets: [...sockets.values()], searched: [...searched.values()] };
}

interface ListedFolder {
  readonly realPath: string;
  readonly names: readonly string[];
  readonly outcome: Pick<SearchedPlace, 'outcome' | 'reason'>;
}

function listFolder(path: string): ListedFolder {
  try {
    const realPath = realpathSync(path);
    const names = readdirSync(realPath).toSorted();
    return { realPath, names, outcome: { outcome: 'read', reason: undefined } };
  } catch (thrown) {
    const failure = describeFailure(path, thrown);
    const outcome = failure.isAbsent ? 'absent' : 'unreadable';
    return { realPath: path, names: [], outcome: { outcome, reason: failure.isAbsent ? undefined : failure.reason } };
  }
}

function readSocketFile(path: string, pid: number): SocketFile | undefined {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat?.isSocket() === true ? { path, pid, changedWallMs: stat.mtimeMs } : undefined;
}
