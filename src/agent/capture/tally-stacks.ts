import type { CallFrame, ThreadDump } from '../../format/stack-dump.js';
import type { FunctionCount, StackCount, ThreadSamples } from '../../format/stack-samples.js';

const MAX_STACKS = 100;
const MAX_FUNCTIONS = 100;
// A program with more different stacks than this has no stack that is met often.
const MAX_KEPT_STACKS = 2000;

interface Tally {
  count: number;
  readonly stack: Omit<StackCount, 'count'>;
}

/** Counts the stacks of one thread over many looks. Memory is bounded: what is rare among very many is counted together. */
export class StackTally {
  readonly #first: ThreadDump;
  readonly #stacks = new Map<string, Tally>();
  readonly #functions = new Map<string, { -readonly [Key in keyof FunctionCount]: FunctionCount[Key] }>();
  #samples = 0;
  #answersMs = 0;
  #other = 0;

  constructor(first: ThreadDump) {
    this.#first = first;
  }

  add({ state, native, frames, answerMs = 0 }: ThreadDump): void {
    this.#samples++;
    this.#answersMs += answerMs;
    this.#addFunctions(frames);
    const key = JSON.stringify([
      state,
      native,
      frames.map(({ functionName, file, line }) => [functionName, file, line]),
    ]);
    const known = this.#stacks.get(key);
    if (known !== undefined) known.count++;
    else if (this.#stacks.size < MAX_KEPT_STACKS) this.#stacks.set(key, { count: 1, stack: { state, native, frames } });
    else this.#other++;
  }

  summarize(): ThreadSamples {
    const stacks = [...this.#stacks.values()].toSorted((a, b) => b.count - a.count);
    const left = stacks.slice(MAX_STACKS).reduce((sum, { count }) => sum + count, 0);
    const functions = [...this.#functions.values()].toSorted((a, b) => b.self - a.self || b.total - a.total);
    return {
      name: this.#first.name,
      threadId: this.#first.threadId,
      samples: this.#samples,
      answersMs: this.#answersMs,
      stacks: stacks.slice(0, MAX_STACKS).map(({ count, stack }) => ({ count, ...stack })),
      otherStacks: this.#other + left,
      functions: functions.slice(0, MAX_FUNCTIONS),
    };
  }

  // A function that calls itself is counted once a look.
  #addFunctions(frames: readonly CallFrame[]): void {
    const seen = new Set<string>();
    for (const [index, { functionName, file }] of frames.entries()) {
      const key = `${functionName}\n${file}`;
      let known = this.#functions.get(key);
      if (known === undefined) {
        if (this.#functions.size >= MAX_KEPT_STACKS) continue;
        known = { functionName, file, self: 0, total: 0 };
        this.#functions.set(key, known);
      }
      if (index === 0) known.self++;
      if (!seen.has(key)) known.total++;
      seen.add(key);
    }
  }
}
