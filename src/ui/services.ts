import type { StackDump } from '../format/stack-dump.js';

/** The process whose stack is asked for. */
export interface DumpTarget {
  readonly pid: number;
  /** The path of its socket. */
  readonly socket: string;
}

/** All that the screen lets others do for it: it touches no file and no socket itself. */
export interface Services {
  /**
   * The stacks of all threads of a process.
   *
   * @returns The dump, or the text of a process that only knows that form (socketconsole for Python).
   * @throws What keeps the dump from coming; its message is shown as one line.
   */
  requestDump(target: DumpTarget): Promise<StackDump | string>;

  /**
   * Puts the agent into a process that runs without it.
   *
   * @returns What was done, in one line.
   * @throws What keeps it from being done; its message is shown as one line.
   */
  attach(pid: number): Promise<string>;
}
