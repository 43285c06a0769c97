import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../support/project.js';

const { uid, username } = userInfo();
const SHOWN_UID = 1000;

// What is of this machine, and what stands for it; what lies in another comes before it.
const NAMES: readonly (readonly [name: string, instead: string])[] = [
  [join(projectFolder, 'dist/library/demo'), '/srv/shop'],
  [join(projectFolder, 'dist/library'), '/srv/shop/node_modules/porthole/dist/library'],
  [projectFolder, '/srv/shop/node_modules/porthole'],
  [process.execPath, '/usr/bin/node'],
  [`porthole-${uid}/porthole_`, `porthole-${SHOWN_UID}/shop_`],
  [`porthole-${uid}/`, `porthole-${SHOWN_UID}/`],
  [tmpdir(), '/tmp'],
];

/** A copy of a recorded value without the paths, the user and the host of the machine on which it was recorded. */
export function withoutNames<T>(value: T): T {
  return replaced(value, undefined) as T;
}

function replaced(value: unknown, key: string | undefined): unknown {
  if (typeof value === 'string') return withoutNamesIn(value, key);
  if (key === 'uid' && value === uid) return SHOWN_UID;
  if (Array.isArray(value)) return value.map((entry: unknown) => replaced(entry, undefined));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, replaced(inner, name)]));
}

function withoutNamesIn(text: string, key: string | undefined): string | undefined {
  if (key === 'managedBy') return undefined;
  if (text === username) return 'ada';
  if (text === hostname()) return 'web-1';
  // The package that the programs are of is in their names.
  const program = text.replace(/^porthole(?=\/[\w-]+\.js$)/, 'shop');
  return NAMES.reduce((before, [name, instead]) => before.replaceAll(name, instead), program);
}
