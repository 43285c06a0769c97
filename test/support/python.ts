import { spawnSync } from 'node:child_process';

/** A reason to skip where there is no `python3`: `.ci/run` installs it. */
export const skipWithoutPython =
  spawnSync('python3', ['--version']).status === 0 ? false : 'python3 is not installed (Debian package python3)';
