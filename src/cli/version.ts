import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isPlainObject } from '../format/json.js';

/** The version of the installed porthole. */
export function readOwnVersion(): string {
  const path = createRequire(import.meta.url).resolve('porthole/package.json');
  const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return isPlainObject(manifest) ? String(manifest['version']) : 'unknown';
}
