import { basename, dirname } from 'node:path';
import { AGENT_FIELDS } from '../format/agent-fields.js';
import { findField } from '../format/find-field.js';
import { parseStatsFileName } from '../target.js';
import { runtimeOfName } from './executables.js';
import type { Life } from './lives.js';
import type { ProcessReading, TargetSample } from './sample.js';

// Options of node and python after which a value stands as a word of its own.
const VALUE_OPTIONS = new Set(
  '-r --require --import --loader --experimental-loader -C --conditions --input-type --title -W -X'.split(' '),
);

/** The program's own name, else what its file names say, else the script on its command line. */
export function nameOf(life: Life, process: ProcessReading | undefined): string {
  const named = findText(life, AGENT_FIELDS.programName);
  if (named !== undefined && named !== '') return named;
  for (const { file } of life.files) {
    const cmd = parseStatsFileName(basename(file.path))?.cmd ?? '';
    if (cmd !== '') return cmd;
  }
  return scriptOf(process?.commandLine ?? []) ?? '?';
}

/** The script or module of an interpreter's command line, or the program itself. */
export function scriptOf(commandLine: readonly string[]): string | undefined {
  const [program = '', ...args] = commandLine;
  const script = runtimeOfName(program) === undefined ? undefined : findScript(args);
  const name = basename(script ?? program);
  return name === '' ? undefined : name;
}

/** The word of an interpreter's arguments that is its script or module. */
export function findScript(args: readonly string[]): string | undefined {
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    // A program text has no name; a module has one, of which python says `-m NAME`.
    if (['-e', '-p', '-pe', '-c', '--eval', '--print'].includes(arg)) return undefined;
    if (VALUE_OPTIONS.has(arg)) index++;
    else if (!arg.startsWith('-')) return arg;
  }
  return undefined;
}

/** What runs the program: what its fields record, else what its command line shows. */
export function runtimeOf(life: Life, process: ProcessReading | undefined): TargetSample['runtime'] {
  if (findText(life, AGENT_FIELDS.nodeVersion) !== undefined) return 'node';
  if (findText(life, 'org.python.version') !== undefined) return 'python';
  return runtimeOfName(process?.commandLine[0] ?? '');
}

/** Whether our agent wrote one of the files: it says its version, or a Node program's file has a socket beside it. */
export function hasOurAgent(life: Life): boolean {
  if (findText(life, AGENT_FIELDS.agentVersion) !== undefined) return true;
  return findText(life, AGENT_FIELDS.nodeVersion) !== undefined && socketOf(life) !== undefined;
}

/** The socket beside a stats file, else the first: a program may have an older console in another folder. */
export function socketOf({ files, sockets }: Life): string | undefined {
  const folders = new Set(files.map(({ file }) => dirname(file.path)));
  return (sockets.find(({ path }) => folders.has(dirname(path))) ?? sockets[0])?.path;
}

/** The text of the first file that has one in the field with this label, or one that ends in `.label`. */
export function findText({ files }: Life, label: string): string | undefined {
  for (const { file } of files) {
    const value = findField(file.snapshot, label)?.value;
    if (typeof value === 'string') return value;
  }
  return undefined;
}
