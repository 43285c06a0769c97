import { readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isPlainObject } from '../format/json.js';

const MAX_FOLDERS = 12;
const MAX_PACKAGE_BYTES = 256 * 1024;
const EVAL_FLAGS: ReadonlySet<string> = new Set(['-e', '--eval', '-p', '-pe', '--print']);

/**
 * What a person calls this program: `shop/server.js` (package and script), `server.js` without
 * a package, `node` for code on the command line or a prompt.
 *
 * Cost: looks for a package.json in at most 12 folders, synchronously; never throws.
 */
export function readProgramName(argv: readonly string[], execArgv: readonly string[]): string {
  const script = argv[1];
  if (script === undefined || script === '-' || execArgv.some((flag) => EVAL_FLAGS.has(flag))) return 'node';
  const path = realPathOr(resolve(script));
  const scriptName = basename(path);
  const packageName = nearestPackageName(dirname(path));
  if (packageName === undefined) return scriptName;
  const lastPart = packageName.slice(packageName.lastIndexOf('/') + 1);
  return scriptName.replace(/\.[cm]?[jt]s$/, '') === lastPart ? packageName : `${packageName}/${scriptName}`;
}

function nearestPackageName(folder: string): string | undefined {
  let current = folder;
  for (let depth = 0; depth < MAX_FOLDERS; depth++) {
    const name = packageNameIn(current);
    if (name !== undefined) return name;
    const parent = dirname(current);
    if (parent === current) return undefined;
    current = parent;
  }
  return undefined;
}

function packageNameIn(folder: string): string | undefined {
  try {
    const path = join(folder, 'package.json');
    const stats = statSync(path);
    if (!stats.isFile() || stats.size > MAX_PACKAGE_BYTES) return undefined;
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const name = isPlainObject(content) ? content['name'] : undefined;
    return typeof name === 'string' && name !== '' ? name.slice(0, 100) : undefined;
  } catch {
    return undefined;
  }
}

function realPathOr(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
