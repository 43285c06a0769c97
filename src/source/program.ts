import { type Executables, type Runtime, runtimeOfName } from './executables.js';
import { managerOf } from './managed-by.js';
import { numbersAfter, readEnvironment, readProcFile, readProcLink } from './proc-files.js';

/** A Node or Python process, and what does not change about it while it runs the same program. */
export interface Program {
  readonly pid: number;
  readonly runtime: Runtime;
  /** The path of its executable in its own file system; `undefined` when that is hidden from us. */
  readonly executable: string | undefined;
}

/** What else can be known of a program, at some more cost. */
export interface ProgramTraits {
  /** As it was started with; empty when it is hidden from us. */
  readonly environment: ReadonlyMap<string, string>;
  readonly managedBy: string | undefined;
  /** `undefined` when they are hidden from us. */
  readonly mountNamespace: string | undefined;
  readonly networkNamespace: string | undefined;
  /** The pid that it has in its own pid namespace. */
  readonly innerPid: number;
}

/**
 * Tells whether a process runs Node or Python.
 *
 * By the name of its executable, else by what that contains. Of another user's
 * process both are hidden: then by the name on its command line, or what the file of this name contains.
 *
 * Cost: one or two system calls; some ms for an executable that was never met.
 */
export function readProgram(pid: number, executables: Executables): Program | undefined {
  const executable = readProcLink(pid, 'exe');
  const named = executable === undefined ? undefined : runtimeOfName(executable);
  if (named !== undefined) return { pid, runtime: named, executable };
  if (executable !== undefined && !executables.isNode(`/proc/${pid}/exe`)) return undefined;
  const [first = '', ...args] = (readProcFile(pid, 'cmdline') ?? '').split('\0');
  // A kernel thread has neither executable nor command line.
  if (first === '' || isBrowserPart(args)) return undefined;
  const runtime = executable === undefined ? runtimeOfCommand(first, executables) : 'node';
  return runtime === undefined ? undefined : { pid, runtime, executable };
}

/** What a command line runs, where nothing but that is known: macOS, and other users' processes. */
export function runtimeOfCommand(first: string, executables: Executables): Runtime | undefined {
  const named = runtimeOfName(first);
  if (named !== undefined) return named;
  return first.startsWith('/') && executables.isNode(first) ? 'node' : undefined;
}

// Electron starts itself again for each window and for graphics: of these only its Node service runs Node.
function isBrowserPart(args: readonly string[]): boolean {
  const isPart = args.some((arg) => arg.startsWith('--type='));
  return isPart && !args.some((arg) => arg.startsWith('--utility-sub-type=node.'));
}

/** Cost: five system calls for links and three small reads. */
export function readTraits(pid: number): ProgramTraits {
  const environment = readEnvironment(pid);
  const pids = numbersAfter(readProcFile(pid, 'status') ?? '', 'NSpid');
  return {
    environment,
    managedBy: managerOf(environment, readProcFile(pid, 'cgroup') ?? ''),
    mountNamespace: readProcLink(pid, 'ns/mnt'),
    networkNamespace: readProcLink(pid, 'ns/net'),
    innerPid: pids.at(-1) ?? pid,
  };
}
