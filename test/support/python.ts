import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { sharedFolder, skipWithoutShared } from './project.js';

/** A reason to skip where there is no `python3`: `.ci/run` installs it. */
export const skipWithoutPython =
  spawnSync('python3', ['--version']).status === 0 ? false : 'python3 is not installed (Debian package python3)';

/** A reason to skip where the Python neighbours cannot be started. */
export const skipWithoutNeighbours = skipWithoutShared || skipWithoutPython;

/** A program of the tools in Python 3 that speak mmstats and socketconsole. */
export function neighbourProgram(name: 'mmstats_writer' | 'socketconsole_dumper'): string {
  return join(sharedFolder, 'tools', `${name}.py`);
}
