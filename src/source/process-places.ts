import { statSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import type { Machine } from './machine.js';
import { type Place, usualPlaces } from './places.js';
import { readProcLink } from './proc-files.js';
import type { Program, ProgramTraits } from './program.js';

// Each says where a program writes, or has a part in it.
const VARIABLES = ['PORTHOLE_DIR', 'MMSTATS_PATH', 'MMSTATS_GLOB', 'TMPDIR'];

/**
 * Where running Node and Python programs may have put files that are not in our own usual places:
 * what their environment names, and the usual places of those in other mount namespaces
 * (containers, systemd's PrivateTmp), reached through `/proc/<pid>/root`.
 *
 * A folder that a program names is searched only if it is its user's or root's: nobody can have us read elsewhere.
 *
 * @param known Pids that have files in our usual places, and are not asked.
 */
export function placesOfPrograms(machine: Machine, known: ReadonlySet<number>): readonly Place[] {
  if (process.platform !== 'linux') return [];
  const seen = new Set<string>();
  return machine.programs.flatMap((program) => {
    if (known.has(program.pid)) return [];
    const traits = machine.traitsOf(program.pid);
    const { mountNamespace, environment } = traits;
    if (mountNamespace === undefined) return [];
    const isElsewhere = mountNamespace !== machine.ownMountNamespace;
    const named = VARIABLES.map((name) => environment.get(name) ?? '');
    const key = [mountNamespace, ...named].join('\0');
    if (seen.has(key) || (!isElsewhere && named.every((value) => value === ''))) return [];
    seen.add(key);
    return placesOf(machine, program, traits, isElsewhere);
  });
}

function placesOf(machine: Machine, { pid }: Program, traits: ProgramTraits, isElsewhere: boolean): readonly Place[] {
  const { environment, mountNamespace } = traits;
  const look = machine.look(pid);
  if (!('reading' in look)) return [];
  const { uid } = look.reading;
  const root = isElsewhere ? `/proc/${pid}/root` : '';
  const cwd = readProcLink(pid, 'cwd') ?? '/';
  const env = Object.fromEntries(VARIABLES.map((name) => [name, absolute(environment.get(name), cwd)]));
  const temporaryFolder = env['TMPDIR'] || '/tmp';
  const places = usualPlaces({ env, uid, temporaryFolder, sharedMemoryFolder: '/dev/shm', root });
  return places
    .filter(({ path }) => isTrusted(path, uid))
    .map((place) => (isElsewhere ? { ...place, mountNamespace } : place));
}

function absolute(path: string | undefined, cwd: string): string | undefined {
  return path === undefined || path === '' || isAbsolute(path) ? path : resolve(cwd, path);
}

function isTrusted(path: string, uid: number): boolean {
  try {
    const owner = statSync(path).uid;
    return owner === uid || owner === 0;
  } catch {
    // That it is not there, or not open to us, is for the listing to say.
    return true;
  }
}
