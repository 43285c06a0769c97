import type { AsyncDump, AsyncFrame } from '../format/async-dump.js';
import type { CallFrame, StackDump, ThreadDump } from '../format/stack-dump.js';

/** What two dumps of one process have in common, and what not. */
export interface DumpDifference {
  readonly version: 1;
  readonly pid: number;
  /** Between the two. */
  readonly elapsedMs: number;
  readonly threads: readonly ThreadDifference[];
  /** `undefined` unless both dumps have their async stacks. */
  readonly async: readonly AsyncDifference[] | undefined;
}

/** `unchanged` is a thread that was met in the same state at the same place: stuck, or idle both times. */
export interface ThreadDifference {
  readonly name: string;
  readonly threadId: number;
  readonly change: 'moved' | 'unchanged' | 'new' | 'gone';
  readonly before: ThreadDump | undefined;
  readonly after: ThreadDump | undefined;
  /** How many frames are the same, counted from the outermost. */
  readonly commonFrames: number;
}

/** How many functions waited at one place before and after. That they are the same ones is not said. */
export interface AsyncDifference {
  readonly change: 'grown' | 'shrunk' | 'unchanged' | 'new' | 'gone';
  readonly countBefore: number;
  readonly countAfter: number;
  /** Innermost first; with the locals of an example. */
  readonly frames: readonly AsyncFrame[];
}

/** A dump, and its async stacks where they were taken. */
export interface ComparedDump {
  readonly dump: StackDump;
  readonly async: AsyncDump | undefined;
}

/** Compares two dumps of one process, the older first. */
export function compareDumps(before: ComparedDump, after: ComparedDump): DumpDifference {
  return {
    version: 1,
    pid: after.dump.pid,
    elapsedMs: after.dump.capturedWallMs - before.dump.capturedWallMs,
    threads: compareThreads(before.dump.threads, after.dump.threads),
    async:
      before.async === undefined || after.async === undefined ? undefined : compareAsync(before.async, after.async),
  };
}

function compareThreads(before: readonly ThreadDump[], after: readonly ThreadDump[]): readonly ThreadDifference[] {
  const older = new Map(before.map((thread) => [thread.threadId, thread]));
  const newer = new Set(after.map(({ threadId }) => threadId));
  const known = after.map((thread) => compareThread(older.get(thread.threadId), thread));
  const gone = before
    .filter(({ threadId }) => !newer.has(threadId))
    .map((thread): ThreadDifference => {
      const { name, threadId } = thread;
      return { name, threadId, change: 'gone', before: thread, after: undefined, commonFrames: 0 };
    });
  return [...known, ...gone];
}

function compareThread(before: ThreadDump | undefined, after: ThreadDump): ThreadDifference {
  const { name, threadId } = after;
  if (before === undefined) return { name, threadId, change: 'new', before, after, commonFrames: 0 };
  const commonFrames = countCommon(before.frames, after.frames);
  const isSame = isSameState(before, after) && commonFrames === Math.max(before.frames.length, after.frames.length);
  return { name, threadId, change: isSame ? 'unchanged' : 'moved', before, after, commonFrames };
}

function isSameState(before: ThreadDump, after: ThreadDump): boolean {
  return (
    before.state === after.state &&
    before.native?.activity === after.native?.activity &&
    before.native?.systemCall === after.native?.systemCall
  );
}

function countCommon(before: readonly CallFrame[], after: readonly CallFrame[]): number {
  let count = 0;
  for (;;) {
    const [older, newer] = [before.at(-1 - count), after.at(-1 - count)];
    if (older === undefined || newer === undefined || placeOf(older) !== placeOf(newer)) return count;
    count++;
  }
}

function compareAsync(before: AsyncDump, after: AsyncDump): readonly AsyncDifference[] {
  const [older, newer] = [countPlaces(before), countPlaces(after)];
  const differences = [...new Set([...newer.keys(), ...older.keys()])].map((key): AsyncDifference => {
    const [was, is] = [older.get(key), newer.get(key)];
    const [countBefore, countAfter] = [was?.count ?? 0, is?.count ?? 0];
    return { change: nameChange(countBefore, countAfter), countBefore, countAfter, frames: (is ?? was)?.frames ?? [] };
  });
  const growth = ({ countBefore, countAfter }: AsyncDifference): number => countAfter - countBefore;
  return differences.toSorted((a, b) => growth(b) - growth(a));
}

function countPlaces(dump: AsyncDump): ReadonlyMap<string, { count: number; frames: readonly AsyncFrame[] }> {
  const counts = new Map<string, { count: number; frames: readonly AsyncFrame[] }>();
  for (const { count, examples } of dump.groups) {
    const frames = examples[0]?.frames ?? [];
    const key = frames.map(placeOf).join('\n');
    counts.set(key, { count: (counts.get(key)?.count ?? 0) + count, frames });
  }
  return counts;
}

function nameChange(before: number, after: number): AsyncDifference['change'] {
  if (before === 0) return 'new';
  if (after === 0) return 'gone';
  return after === before ? 'unchanged' : after > before ? 'grown' : 'shrunk';
}

function placeOf({ functionName, file, line, column }: CallFrame): string {
  return `${functionName} ${file}:${line}:${column}`;
}
