import type { StackSamples, ThreadSamples } from '../format/stack-samples.js';
import { textFilter } from './row-filter.js';
import { sortBy } from './row-order.js';

/** By what functions can be sorted, in the order of their columns. */
export const HOT_COLUMNS = ['self', 'total', 'function', 'place'] as const;
export type HotColumn = (typeof HOT_COLUMNS)[number];

/** How often the functions of a process were met since somebody began to look. A value: adding makes a new one. */
export interface HotTally {
  /** Of the first samples; `undefined` before them, as is the next. */
  readonly startedWallMs: number | undefined;
  readonly endedWallMs: number | undefined;
  /** By Node's number of the thread. */
  readonly threads: ReadonlyMap<number, HotThread>;
}

/** What one thread was met at. */
export interface HotThread {
  readonly name: string;
  readonly threadId: number;
  /** How many looks there were. */
  readonly samples: number;
  /** In how many of them it was at nothing, and in native code. */
  readonly idle: number;
  readonly native: number;
  /** It was held up for less than this. */
  readonly answersMs: number;
  readonly functions: ReadonlyMap<string, HotFunction>;
}

/** A function and in how many looks it was met. */
export interface HotFunction {
  readonly key: string;
  readonly functionName: string;
  readonly file: string;
  /** Where it was met most often in the last samples that met it; 0 when no stack had it. */
  readonly line: number;
  /** Looks in which it was running itself. */
  readonly self: number;
  /** Looks in which it, or something that it called, was running. */
  readonly total: number;
}

/** Nothing was met yet. */
export const emptyTally: HotTally = { startedWallMs: undefined, endedWallMs: undefined, threads: new Map() };

// Beyond this the functions that are met least are forgotten: a thread of some 500 KiB.
const MAX_FUNCTIONS = 2000;

/** The tally with some more samples. Cost: one look at each function that was ever met, 0.1 ms for a thousand. */
export function addSamples(tally: HotTally, { capturedWallMs, tookMs, threads }: StackSamples): HotTally {
  const next = new Map(tally.threads);
  for (const thread of threads) next.set(thread.threadId, addThread(next.get(thread.threadId), thread));
  return {
    startedWallMs: tally.startedWallMs ?? capturedWallMs,
    endedWallMs: capturedWallMs + tookMs,
    threads: next,
  };
}

/** The functions of one thread, or of all together; those that ran most themselves first. */
export function hotFunctions(tally: HotTally, threadId: number | undefined): readonly HotFunction[] {
  const threads = chosenThreads(tally, threadId);
  const merged = new Map<string, HotFunction>();
  for (const { functions } of threads) {
    for (const [key, one] of functions) {
      const known = merged.get(key);
      merged.set(
        key,
        known === undefined ? one : { ...known, self: known.self + one.self, total: known.total + one.total },
      );
    }
  }
  return [...merged.values()].toSorted((a, b) => b.self - a.self || b.total - a.total);
}

/** Functions by a column: counts from the greatest down, names from a to z; inverted the other way. */
export function sortHot(rows: readonly HotFunction[], column: HotColumn, isInverted: boolean): readonly HotFunction[] {
  return sortBy(
    rows,
    ({ self, total, functionName, file }) => ({ self, total, function: functionName, place: file })[column],
    isInverted,
  );
}

/** What a filter's text chooses: by name or file. */
export function hotFilter(text: string): (row: HotFunction) => boolean {
  const isChosen = textFilter(text);
  return ({ functionName, file }) => isChosen(`${functionName} ${file}`);
}

/** The threads that are looked at: one, or all, the main thread first. */
export function chosenThreads({ threads }: HotTally, threadId: number | undefined): readonly HotThread[] {
  const all = [...threads.values()].toSorted((a, b) => a.threadId - b.threadId);
  return threadId === undefined ? all : all.filter((thread) => thread.threadId === threadId);
}

function addThread(before: HotThread | undefined, thread: ThreadSamples): HotThread {
  const { name, threadId, samples, stacks, answersMs } = thread;
  const met = (wanted: string): number =>
    stacks.reduce((sum, { state, count }) => (state === wanted ? sum + count : sum), 0);
  return {
    name,
    threadId,
    samples: (before?.samples ?? 0) + samples,
    idle: (before?.idle ?? 0) + met('idle'),
    native: (before?.native ?? 0) + met('blocked'),
    answersMs: (before?.answersMs ?? 0) + answersMs,
    functions: addFunctions(before?.functions ?? new Map(), thread),
  };
}

function addFunctions(before: HotThread['functions'], { functions, stacks }: ThreadSamples): HotThread['functions'] {
  const next = new Map(before);
  const lines = linesOf(stacks);
  for (const { functionName, file, self, total } of functions) {
    const key = keyOf(functionName, file);
    const known = next.get(key);
    next.set(key, {
      key,
      functionName,
      file,
      line: lines.get(key) ?? known?.line ?? 0,
      self: (known?.self ?? 0) + self,
      total: (known?.total ?? 0) + total,
    });
  }
  if (next.size <= MAX_FUNCTIONS) return next;
  return new Map([...next].toSorted(([, a], [, b]) => b.total - a.total).slice(0, MAX_FUNCTIONS));
}

// Stacks come most frequent first, and where a function runs itself says more than where it waits for what it called.
function linesOf(stacks: ThreadSamples['stacks']): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const note = ({ functionName, file, line }: { functionName: string; file: string; line: number }): void => {
    const key = keyOf(functionName, file);
    if (!lines.has(key)) lines.set(key, line);
  };
  for (const { frames } of stacks) if (frames[0] !== undefined) note(frames[0]);
  for (const { frames } of stacks) frames.forEach(note);
  return lines;
}

function keyOf(functionName: string, file: string): string {
  return `${functionName}\n${file}`;
}
