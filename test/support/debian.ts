import { spawnSync } from 'node:child_process';

/** A reason to skip where a program of a Debian package is not installed: `.ci/run` installs them. */
export function skipWithout(program: string, debianPackage: string): string | false {
  const { status } = spawnSync('sh', ['-c', 'command -v "$0"', program]);
  return status === 0 ? false : `${program} is not installed (Debian package ${debianPackage})`;
}
