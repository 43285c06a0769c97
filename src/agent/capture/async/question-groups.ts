import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { AsyncExample, AsyncFrame, AsyncGroup } from '../../../format/async-dump.js';
import { groupBy } from '../../../group-by.js';
import { describePlace } from '../frame-place.js';
import type { HeapGraph } from './heap-graph.js';
import type { LiveFunction } from './question-function.js';
import { chainsOf, describeFunction, fingerprintOf, type Suspended } from './suspended.js';

const MAX_GROUPS = 50;
const MAX_EXAMPLES = 3;
const MAX_QUESTIONS = 100;

/** Puts the question to the object of a function; `undefined` when it is suspended no more. */
export type Question = (heapId: number) => Promise<LiveFunction | undefined>;

/** What became of the questions. */
export interface QuestionedGroups {
  readonly groups: readonly AsyncGroup[];
  readonly questions: number;
  readonly longestQuestionMs: number;
  /** Groups that had no example left when their turn came, and those that were never asked. */
  readonly omitted: number;
  readonly unasked: number;
}

interface Draft {
  readonly chains: readonly (readonly Suspended[])[];
  readonly rank: number;
  readonly examples: AsyncExample[];
  next: number;
}

/**
 * Groups the async stacks of a heap, and asks for a few examples of each how they stand.
 *
 * Each question stops the program for a moment. It gets as much time between them, and no more are put
 * once they took `budgetMs`: then the places of a stack are those where its functions begin.
 */
export async function questionGroups(
  graph: HeapGraph,
  suspended: ReadonlyMap<number, Suspended>,
  question: Question,
  budgetMs: number,
): Promise<QuestionedGroups> {
  const all = groupChains(graph, chainsOf(suspended));
  const drafts = all.slice(0, MAX_GROUPS);
  const asker = new Asker(graph, question, budgetMs);
  for (let round = 0; round < MAX_EXAMPLES; round++) {
    for (const draft of drafts) await addExample(draft, asker);
  }
  const groups = drafts.flatMap((draft) => finish(draft, asker));
  const unasked = groups.filter(({ examples }) => examples.every(isUnasked)).length;
  const { questions, longestMs: longestQuestionMs } = asker;
  return { groups: mergeAlike(groups), questions, longestQuestionMs, omitted: all.length - drafts.length, unasked };
}

function groupChains(graph: HeapGraph, chains: readonly (readonly Suspended[])[]): Draft[] {
  const groups = groupBy(chains, (chain) => chain.map((each) => fingerprintOf(graph, each)).join('|'));
  const drafts = [...groups.values()].map((group) => {
    return { chains: group, rank: rankOf(graph, group[0] ?? []), examples: [], next: 0 };
  });
  return drafts.toSorted((a, b) => a.rank - b.rank || b.chains.length - a.chains.length);
}

// What the application wrote is of more interest than what it uses, and that more than Node's own.
function rankOf(graph: HeapGraph, chain: readonly Suspended[]): number {
  const origins = chain.map(({ closure }) => placeOfFunction(graph, closure).origin);
  if (origins.includes('application')) return 0;
  return origins.includes('dependency') ? 1 : 2;
}

// One that has gone on meanwhile gives its place to the next.
async function addExample(draft: Draft, asker: Asker): Promise<void> {
  while (draft.next < draft.chains.length && asker.hasTime) {
    const chain = draft.chains[draft.next++] ?? [];
    const frames = await asker.describe(chain);
    if (frames === undefined) continue;
    draft.examples.push({ frames });
    return;
  }
}

// Nobody is left of a group whose members were all asked, and had gone on.
function finish({ chains, examples, next }: Draft, asker: Asker): readonly AsyncGroup[] {
  const count = chains.length;
  if (examples.length > 0) return [{ count, examples }];
  return next >= count ? [] : [{ count, examples: [{ frames: asker.describeUnasked(chains[next] ?? []) }] }];
}

function isUnasked({ frames }: AsyncExample): boolean {
  return frames.every(({ place }) => place === 'function');
}

// The same `await` with other variables in use.
function mergeAlike(groups: readonly AsyncGroup[]): readonly AsyncGroup[] {
  const merged = new Map<string, AsyncGroup>();
  for (const group of groups) {
    const key = JSON.stringify(
      group.examples[0]?.frames.map(({ file, line, column, place }) => [file, line, column, place]),
    );
    const before = merged.get(key);
    const examples = [...(before?.examples ?? []), ...group.examples].slice(0, MAX_EXAMPLES);
    merged.set(key, { count: (before?.count ?? 0) + group.count, examples });
  }
  return [...merged.values()];
}

class Asker {
  questions = 0;
  longestMs = 0;
  readonly #graph: HeapGraph;
  readonly #question: Question;
  readonly #known = new Map<number, LiveFunction | undefined>();
  #leftMs: number;

  constructor(graph: HeapGraph, question: Question, budgetMs: number) {
    this.#graph = graph;
    this.#question = question;
    this.#leftMs = budgetMs;
  }

  get hasTime(): boolean {
    return this.#leftMs > 0 && this.questions < MAX_QUESTIONS;
  }

  /** `undefined` when its innermost function is suspended no more. */
  async describe(chain: readonly Suspended[]): Promise<readonly AsyncFrame[] | undefined> {
    const frames: AsyncFrame[] = [];
    for (const [index, { node, closure }] of chain.entries()) {
      const place = placeOfFunction(this.#graph, closure);
      const isWorthIt = place.origin !== 'node' || index === 0;
      const live = isWorthIt && (index === 0 || this.hasTime) ? await this.#ask(node) : undefined;
      if (live === undefined && index === 0) return undefined;
      frames.push(live === undefined ? place : { ...place, ...live, place: 'await' });
    }
    return frames;
  }

  describeUnasked(chain: readonly Suspended[]): readonly AsyncFrame[] {
    return chain.map(({ closure }) => placeOfFunction(this.#graph, closure));
  }

  async #ask(node: number): Promise<LiveFunction | undefined> {
    if (this.#known.has(node)) return this.#known.get(node);
    const startedMs = performance.now();
    const live = await this.#question(this.#graph.idOf(node));
    const tookMs = performance.now() - startedMs;
    this.#known.set(node, live);
    this.#leftMs -= tookMs;
    this.longestMs = Math.max(this.longestMs, tookMs);
    this.questions++;
    await wait(tookMs);
    return live;
  }
}

function placeOfFunction(graph: HeapGraph, closure: number): AsyncFrame {
  const { functionName, url, line, column } = describeFunction(graph, closure);
  return { ...describePlace(functionName, url, line, column), place: 'function' };
}
