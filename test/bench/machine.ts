import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { formatBytes } from '../../src/units.js';

/** The machine in one line. */
export function describeMachine(): string {
  const [cpu] = cpus();
  return `${cpus().length} × ${cpu?.model.trim() ?? arch()}, ${formatBytes(totalmem())}, ${platform()} ${release()} ${arch()}`;
}

/** The installed version of a package, or `undefined`. */
export function readPackageVersion(name: string): string | undefined {
  const folders = createRequire(import.meta.url).resolve.paths(name) ?? [];
  for (const folder of folders) {
    try {
      const manifest: unknown = JSON.parse(readFileSync(`${folder}/${name}/package.json`, 'utf8'));
      return (manifest as { readonly version: string }).version;
    } catch {
      // It may be in the next folder.
    }
  }
  return undefined;
}
