import { basename, dirname } from 'node:path';
import { isPlainObject } from './json.js';

const MAX_FOLDERS = 12;

/** No package.json is larger, and a larger file need not be read. */
export const MAX_PACKAGE_BYTES = 256 * 1024;

/**
 * What a person calls a program: `shop/server.js` (package and script), `shop` when its script is
 * called as the package is, `server.js` without a package.
 *
 * Cost: asks for a package.json in at most 12 folders.
 *
 * @param scriptPath Absolute, with its links resolved.
 * @param readText The text of a file, or `undefined`; it may not throw.
 */
export function nameProgram(scriptPath: string, readText: (path: string) => string | undefined): string {
  const scriptName = basename(scriptPath);
  const packageName = nearestPackageName(dirname(scriptPath), readText);
  if (packageName === undefined) return scriptName;
  const lastPart = packageName.slice(packageName.lastIndexOf('/') + 1);
  return scriptName.replace(/\.[cm]?[jt]s$/, '') === lastPart ? packageName : `${packageName}/${scriptName}`;
}

function nearestPackageName(folder: string, readText: (path: string) => string | undefined): string | undefined {
  let current = folder;
  for (let depth = 0; depth < MAX_FOLDERS; depth++) {
    const name = packageNameOf(readText(`${current === '/' ? '' : current}/package.json`));
    if (name !== undefined) return name;
    const parent = dirname(current);
    if (parent === current) return undefined;
    current = parent;
  }
  return undefined;
}

function packageNameOf(text: string | undefined): string | undefined {
  try {
    const content: unknown = JSON.parse(text ?? '');
    const name = isPlainObject(content) ? content['name'] : undefined;
    return typeof name === 'string' && name !== '' ? name.slice(0, 100) : undefined;
  } catch {
    return undefined;
  }
}
