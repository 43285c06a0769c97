import type { ProcessLook } from './process-info.js';

/** A pid as the name of a file or socket has it. */
export interface NamedPid {
  readonly pid: number;
  /** Of the place it stands in; `undefined` for ours. */
  readonly mountNamespace: string | undefined;
  /** The start of the process where the file records it. */
  readonly startTicks: number | undefined;
}

/** A program that may know itself by another pid than we do. */
export interface InnerProgram {
  readonly pid: number;
  readonly innerPid: number;
  readonly mountNamespace: string | undefined;
  readonly startTicks: number | undefined;
}

/** What {@link discover} asks about processes. */
export interface Processes {
  readonly look: (pid: number) => ProcessLook;
  /** The pid that we know a process by; `undefined` when none in that namespace has it. */
  readonly pidHere: (named: NamedPid) => number | undefined;
}

/**
 * Translates pids of other pid namespaces into ours.
 *
 * In a place of another mount namespace a pid means the program that sees this
 * place. In ours it means our own pid, unless the file records another start:
 * then that of a container that shares our folder.
 *
 * @param programs Those of other namespaces, by the pid they know themselves by.
 */
export function translatePid(
  { pid, mountNamespace, startTicks }: NamedPid,
  look: (pid: number) => ProcessLook,
  programs: ReadonlyMap<number, readonly InnerProgram[]>,
): number | undefined {
  const candidates = (programs.get(pid) ?? []).filter(
    (program) => startTicks === undefined || program.startTicks === startTicks,
  );
  if (mountNamespace !== undefined) {
    return candidates.find((program) => program.mountNamespace === mountNamespace)?.pid;
  }
  const inner = candidates.find((program) => program.pid !== pid);
  if (inner === undefined) return pid;
  const here = look(pid);
  const isOurs = 'reading' in here && (startTicks === undefined || here.startTicks === startTicks);
  return isOurs ? pid : inner.pid;
}
