import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { MAX_PACKAGE_BYTES, nameProgram } from '../format/program-name.js';
import { runtimeOfName } from './executables.js';
import { findScript } from './name-target.js';
import { readProcLink } from './proc-files.js';

/** What a program without an agent is called by. */
export interface Nameable {
  readonly pid: number;
  readonly commandLine: readonly string[];
  /** The path of its executable as its own file system has it; `undefined` when it is hidden. */
  readonly executable: string | undefined;
  readonly environment: ReadonlyMap<string, string>;
}

const MAX_TITLE_LENGTH = 100;

/**
 * A name as the agent would give it: package and script, with the worker's number in a cluster; or the title that
 * the program gave itself, or the name of its executable.
 *
 * Cost: as {@link nameProgram}; in the file system of the process.
 */
export function nameProcess(program: Nameable): string {
  const worker = program.environment.get('NODE_UNIQUE_ID');
  return `${nameWithoutWorker(program)}${worker === undefined ? '' : `#${worker}`}`;
}

function nameWithoutWorker({ pid, commandLine, executable, environment }: Nameable): string {
  const [first = '', ...args] = commandLine;
  const own = basename(executable ?? first).replace(/ \(deleted\)$/, '') || '?';
  // PM2 starts a script of its own and gives it the title of the program, cut short.
  const pm2Script = environment.get('pm_exec_path');
  if (pm2Script === undefined && commandLine.length === 1 && isTitle(first, executable)) {
    return first.slice(0, MAX_TITLE_LENGTH);
  }
  const isInterpreter = runtimeOfName(executable ?? first) !== undefined || runtimeOfName(first) !== undefined;
  const script = pm2Script ?? (isInterpreter ? findScript(args) : findOwnScript(args));
  if (script === undefined || script === '-') return own;
  const cwd = readProcLink(pid, 'cwd');
  if (cwd === undefined && !script.startsWith('/')) return basename(script);
  return nameProgram(resolve(cwd ?? '/', script), (path) => readPackage(`/proc/${pid}/root${path}`));
}

// A title takes the place of the whole command line.
function isTitle(text: string, executable: string | undefined): boolean {
  if (text === '' || text === '?') return false;
  return executable === undefined ? runtimeOfName(text) === undefined : basename(text) !== basename(executable);
}

// A packed program takes arguments of its own: only what can be nothing else is a script.
function findOwnScript(args: readonly string[]): string | undefined {
  const script = findScript(args);
  return script !== undefined && /^\.[cm]?[jt]sx?$/.test(extname(script)) ? script : undefined;
}

function readPackage(path: string): string | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const { size } = fstatSync(file);
    if (size > MAX_PACKAGE_BYTES) return undefined;
    const bytes = Buffer.alloc(size);
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, size, 0));
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
