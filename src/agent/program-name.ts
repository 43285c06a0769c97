import { readFileSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { MAX_PACKAGE_BYTES, nameProgram } from '../format/program-name.js';

const EVAL_FLAGS: ReadonlySet<string> = new Set(['-e', '--eval', '-p', '-pe', '--print']);

/**
 * The name of this program: its package and script, and `node` for code on the command line or a prompt.
 *
 * Cost: as {@link nameProgram}, synchronously; never throws.
 */
export function readProgramName(argv: readonly string[], execArgv: readonly string[]): string {
  const script = argv[1];
  if (script === undefined || script === '-' || execArgv.some((flag) => EVAL_FLAGS.has(flag))) return 'node';
  return nameProgram(realPathOr(resolve(script)), readPackage);
}

function readPackage(path: string): string | undefined {
  try {
    const stats = statSync(path);
    return stats.isFile() && stats.size <= MAX_PACKAGE_BYTES ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

function realPathOr(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
