import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Program, type ProgramOptions, startProgram } from './program.js';
import { projectFolder } from './project.js';

/** The built program. */
export const portholeCommand = join(projectFolder, 'bin/porthole.js');

/** What a command printed, and how it ended. */
export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `porthole ARGS` without a terminal. */
export function startPorthole(t: TestContext, args: readonly string[], options: ProgramOptions = {}): Program {
  return startProgram(t, [portholeCommand, ...args], options);
}

/** Runs `porthole ARGS` to its end. */
export async function runPorthole(
  t: TestContext,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<CommandResult> {
  const program = startPorthole(t, args, options);
  const { code } = await program.ended;
  return { code, ...program.output() };
}
