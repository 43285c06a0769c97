import type { AsyncDump, AsyncPrice } from '../format/async-dump.js';
import type { FrameDump } from '../format/frame-dump.js';
import type { InFlightReport } from '../format/in-flight.js';
import type { StackDump } from '../format/stack-dump.js';
import type { StackSamples } from '../format/stack-samples.js';
import type { StallReport } from '../format/stalls.js';
import type { FrameQuestion } from '../source/console-client.js';
import type { SourceExcerpt, SourcePlace } from '../source/read-source.js';
import type { TargetSample } from '../source/sample.js';

/** The process whose stack is asked for. */
export interface DumpTarget {
  readonly pid: number;
  /** The path of its socket. */
  readonly socket: string;
}

/** What the program has used since it began. */
export interface OwnUse {
  readonly cpuMs: number;
  readonly rssBytes: number;
  /** Read from files and sockets; `undefined` where the system does not count it. */
  readonly readBytes: number | undefined;
}

/** All numbers of one moment, or a dump, in the two forms in which they are written. */
export interface Snapshot {
  /** What it is of, for the name of the file; all processes when it is missing. */
  readonly subject?: string;
  readonly json: object;
  readonly text: string;
}

/** What a process is asked beside its stack dump. Each throws what keeps its answer from coming, to be shown as one line. */
export interface Inspections {
  /** What it has begun and not ended, and holds open. */
  requestInFlight(target: DumpTarget): Promise<InFlightReport>;
  /** What its threads are met at in so many looks, `intervalMs` apart. */
  requestSamples(target: DumpTarget, count: number, intervalMs: number): Promise<StackSamples>;
  /** What an async dump would cost it. */
  requestAsyncPrice(target: DumpTarget): Promise<AsyncPrice>;
  /** Its suspended async functions; it stands still for them. @param isForced Whatever they cost. */
  requestAsyncDump(target: DumpTarget, isForced: boolean): Promise<AsyncDump>;
  /** When its event loop stood still; of one that has ended, what it has left. */
  readStalls(target: TargetSample): Promise<StallReport>;
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
   * What is in the values of a frame of a thread, as they are now.
   *
   * @throws PortholeError `not-found` when the thread has moved on; else what keeps it from coming, as one line.
   */
  requestFrame?(target: DumpTarget, question: FrameQuestion): Promise<FrameDump>;
  /** The lines of a source file around a place, or why they cannot be had. Never rejects. */
  readSource?(place: SourcePlace): Promise<SourceExcerpt>;
  /** Questions to a process; absent where nobody can be asked. */
  readonly inspections?: Inspections;
  /** What porthole has used itself, or `undefined` when nobody counts. Called once a sample. */
  readOwnUse?(): OwnUse | undefined;
  /**
   * Writes a snapshot into a file or two.
   *
   * @returns Where.
   * @throws What keeps it from being written; its message is shown as one line.
   */
  writeSnapshot?(snapshot: Snapshot): Promise<string>;
  /** From now on samples are to come at this interval. */
  changeInterval?(intervalMs: number): void;

  /**
   * Puts the agent into a process that runs without it.
   *
   * @returns What was done, in one line.
   * @throws What keeps it from being done; its message is shown as one line.
   */
  attach(pid: number): Promise<string>;
}
