import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './project.js';

const PACKAGE = 'mmap-io@1.1.7';
const BUILD_DEADLINE_MS = 60_000;

/** The `node_modules` that has a mmap-io built for this Node, or why there is none. */
export type BuiltMmapIo = { readonly modules: string } | { readonly skipReason: string };

/**
 * Builds mmap-io as its users must: its own settings ask for C++11, which no Node since 20 compiles with.
 *
 * It stays below `node_modules/.cache` for the next run. Takes some 6 s the first time, and needs the registry and a compiler.
 */
export function buildMmapIo(): BuiltMmapIo {
  const cache = join(projectFolder, 'node_modules/.cache/porthole');
  const folder = join(cache, `mmap-io-${process.versions.modules}`);
  const modules = join(folder, 'node_modules');
  if (isLoadable(modules)) return { modules };
  mkdirSync(cache, { recursive: true });
  // Test files run at the same time: each builds apart, and the first to be done leaves its build to all.
  const own = mkdtempSync(`${folder}-`);
  try {
    const output = installMmapIo(own);
    if (!isLoadable(join(own, 'node_modules'))) {
      const line = /(?:error:|npm error).*/.exec(output)?.[0] ?? 'it does not load';
      return { skipReason: `${PACKAGE} could not be built for Node ${process.version}: ${line}` };
    }
    if (!existsSync(folder)) renameSync(own, folder);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
  return { modules };
}

function installMmapIo(folder: string): string {
  writeFileSync(join(folder, 'package.json'), '{}');
  const options = ['--no-fund', '--no-audit', '--loglevel=error', '--fetch-retries=0', '--fetch-timeout=10000'];
  const standard = Number.parseInt(process.versions.node, 10) < 22 ? 'c++17' : 'c++20';
  const { stdout, stderr } = spawnSync('npm', ['install', '--prefix', folder, PACKAGE, ...options], {
    env: { ...process.env, CXXFLAGS: `-std=${standard}`, NODE_TEST_CONTEXT: undefined },
    timeout: BUILD_DEADLINE_MS,
    encoding: 'utf8',
  });
  return `${stderr}\n${stdout}`;
}

// In a process of its own: a build for another Node may end the one that loads it.
function isLoadable(modules: string): boolean {
  const path = join(modules, 'mmap-io');
  return existsSync(path) && spawnSync(process.execPath, ['-e', `require(${JSON.stringify(path)})`]).status === 0;
}
