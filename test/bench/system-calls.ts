import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BEGIN_MARK, END_MARK } from './case-messages.js';
import { caseProgram } from './case-process.js';
import type { UpdateCase } from './update-cases.js';

/** Why system calls cannot be counted; `undefined` when they can. */
export const skipWithoutStrace: string | undefined =
  spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0
    ? undefined
    : 'strace is not installed, or may not trace (Debian package strace)';

/**
 * The system calls that the updating thread makes in so many updates, counted between two calls that mark them.
 *
 * Other threads of the process are the engine's: they compile and collect whatever is run.
 */
export function countSystemCalls({ library, name }: UpdateCase, updates: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'porthole-strace-'));
  const trace = join(folder, 'trace');
  const command = [process.execPath, caseProgram, library, name, String(updates)];
  try {
    // Without -f: only the thread that updates is traced.
    const { status, stderr } = spawnSync('strace', ['-o', trace, ...command]);
    if (status !== 0) throw new Error(`strace of ${library} ${name}: ${stderr.toString()}`);
    const lines = readFileSync(trace, 'utf8').split('\n');
    const begin = lines.findIndex((line) => line.includes(BEGIN_MARK));
    const end = lines.findIndex((line) => line.includes(END_MARK));
    return end - begin - 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
