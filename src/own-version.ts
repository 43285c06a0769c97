import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The version of the installed porthole; `unknown` where its package.json is not there or may not be read. */
export function readOwnVersion(): string {
  try {
    const text = readFileSync(createRequire(import.meta.url).resolve('porthole/package.json'), 'utf8');
    return /"version":\s*"([^"]+)"/.exec(text)?.[1] ?? 'unknown';
  } catch {
    return 'unknown';
  }
}
