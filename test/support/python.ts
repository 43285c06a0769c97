import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Program, startProgram } from './program.js';
import { projectFolder, sharedFolder, skipWithoutShared } from './project.js';

/** A reason to skip where there is no `python3`: `.ci/run` installs it. */
export const skipWithoutPython =
  spawnSync('python3', ['--version']).status === 0 ? false : 'python3 is not installed (Debian package python3)';

/** A reason to skip where the Python neighbours cannot be started. */
export const skipWithoutNeighbours = skipWithoutShared || skipWithoutPython;

/** A program of the tools in Python 3 that speak mmstats and socketconsole. */
export function neighbourProgram(name: 'mmstats_writer' | 'socketconsole_dumper'): string {
  return join(sharedFolder, 'tools', `${name}.py`);
}

/** A program of `test/interop/`: a reader and a writer of stats files in plain Python 3. */
export function startPython(
  t: TestContext,
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Program {
  const program = join(projectFolder, 'test/interop', `${name}.py`);
  return startProgram(t, ['-B', program, ...args], { command: 'python3', env });
}

/** Runs such a program to its end. @returns the JSON that it printed. */
export async function runPython(t: TestContext, name: string, args: readonly string[]): Promise<unknown> {
  const program = startPython(t, name, args);
  const { code } = await program.ended;
  const { stdout, stderr } = program.output();
  if (code !== 0) throw new Error(`${name} ended with ${code}:\n${stderr}`);
  return JSON.parse(stdout);
}
