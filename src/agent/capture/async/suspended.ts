import { type HeapGraph, NONE } from './heap-graph.js';

const GENERATOR = 'parameters_and_registers';
const REACTION = 'system / PromiseReaction';
const CAPABILITY = 'system / PromiseCapability';
const REQUEST = 'system / AsyncGeneratorRequest';
const MODULE = 'system / SourceTextModule';
const REACTIONS = 'reactions_or_result';

/** The names that {@link findSuspended} looks for. */
export const KNOWN_NAMES = [
  GENERATOR,
  REACTION,
  CAPABILITY,
  REQUEST,
  MODULE,
  REACTIONS,
  'Promise',
  'function',
  'context',
  'extension',
  'shared',
  'script',
  'script_or_debug_info',
];

// Between a promise and who awaits it stand a few of `then`, `finally` and `Promise.all`.
const MAX_STEPS = 1000;
const MAX_CHAIN = 100;

/** A function that waits at an `await` or a `yield`. */
export interface Suspended {
  readonly node: number;
  readonly closure: number;
  /** Whoever goes on when this one is done. */
  readonly callers: readonly number[];
}

/** Every suspended async function and generator of a heap, by its node. */
export function findSuspended(graph: HeapGraph): ReadonlyMap<number, Suspended> {
  const generators = new Set<number>();
  const awaiting = new Set<number>();
  const modules = new Set<number>();
  for (let node = 0; node < graph.nodeCount; node++) {
    if (graph.isNamed(node, MODULE)) for (const target of graph.targets(node, true)) modules.add(target);
    else if (graph.isNamed(node, REACTION)) for (const woken of wokenBy(graph, node)) awaiting.add(woken);
    else if (graph.isOfType(node, 'object') && graph.follow(node, GENERATOR) !== NONE) generators.add(node);
  }
  const found = new Map<number, Suspended>();
  for (const node of generators) {
    const closure = graph.follow(node, 'function');
    const isAsync = modules.has(node) || graph.targets(node, true).some((target) => mayBePromise(graph, target));
    // What awaits nothing has ended; a module keeps its own code for ever.
    if (closure !== NONE && (awaiting.has(node) || !isAsync))
      found.set(node, { node, closure, callers: findCallers(graph, generators, node) });
  }
  return found;
}

function wokenBy(graph: HeapGraph, reaction: number): readonly number[] {
  return graph.targets(reaction).map((handler) => graph.follow(graph.follow(handler, 'context'), 'extension'));
}

// A promise that nobody waits for, or that has no result but `undefined`, is known by its name only.
function mayBePromise(graph: HeapGraph, node: number): boolean {
  return isPromise(graph, node) || graph.isNamed(node, 'Promise');
}

/** The functions that nobody below is awaited by, each with its callers: innermost first. Of several callers, the first. */
export function chainsOf(suspended: ReadonlyMap<number, Suspended>): readonly (readonly Suspended[])[] {
  const called = new Set([...suspended.values()].flatMap(({ callers }) => callers));
  return [...suspended.values()].filter(({ node }) => !called.has(node)).map((leaf) => chainOf(suspended, leaf));
}

function chainOf(suspended: ReadonlyMap<number, Suspended>, leaf: Suspended): readonly Suspended[] {
  const chain: Suspended[] = [];
  let next: Suspended | undefined = leaf;
  while (next !== undefined && chain.length < MAX_CHAIN && !chain.includes(next)) {
    chain.push(next);
    const [caller]: readonly number[] = next.callers;
    next = caller === undefined ? undefined : suspended.get(caller);
  }
  return chain;
}

/**
 * Follows the promise of a function to the functions that await it.
 *
 * promise → reaction → handler → its context → the function that the handler wakes; or, by way of `then` and
 * `Promise.all`, to the promise that is settled next.
 */
function findCallers(graph: HeapGraph, generators: ReadonlySet<number>, node: number): readonly number[] {
  const callers: number[] = [];
  const seen = new Set<number>([node]);
  const queue = graph
    .targets(node, true)
    .filter((target) => isPromise(graph, target) || graph.isNamed(target, REQUEST));
  for (let step = 0; step < queue.length && step < MAX_STEPS; step++) {
    const at = queue[step] ?? NONE;
    if (seen.has(at)) continue;
    seen.add(at);
    if (generators.has(at)) callers.push(at);
    else queue.push(...nextOf(graph, at));
  }
  return callers;
}

function nextOf(graph: HeapGraph, node: number): readonly number[] {
  if (isPromise(graph, node)) {
    const reaction = graph.follow(node, REACTIONS);
    return graph.isNamed(reaction, REACTION) ? [reaction] : [];
  }
  if (graph.isOfType(node, 'closure')) {
    const context = graph.follow(node, 'context');
    const woken = graph.follow(context, 'extension');
    return [woken, ...graph.targets(context).filter((target) => isStation(graph, target))].filter(
      (target) => target !== NONE && (isStation(graph, target) || graph.follow(target, GENERATOR) !== NONE),
    );
  }
  const targets = graph.targets(node);
  if (!graph.isNamed(node, REACTION)) return targets.filter((target) => isPromise(graph, target));
  return targets.filter((target) => isStation(graph, target) || graph.isOfType(target, 'closure'));
}

function isStation(graph: HeapGraph, node: number): boolean {
  return isPromise(graph, node) || graph.isNamed(node, CAPABILITY) || graph.isNamed(node, REACTION);
}

function isPromise(graph: HeapGraph, node: number): boolean {
  return graph.follow(node, REACTIONS) !== NONE;
}

/** Which function this is, and in what file; the line is where it begins, counted from 1. */
export function describeFunction(graph: HeapGraph, closure: number): FunctionPlace {
  const shared = graph.follow(closure, 'shared');
  const script = graph.follow(shared, 'script');
  const url = graph.nameOf(script === NONE ? graph.follow(shared, 'script_or_debug_info') : script);
  const place = graph.placeOf(closure);
  return {
    functionName: graph.nameOf(closure),
    url,
    line: (place?.line ?? -1) + 1,
    column: (place?.column ?? -1) + 1,
  };
}

/** Where a function begins. */
export interface FunctionPlace {
  readonly functionName: string;
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

/**
 * What is alike for functions that wait at the same `await`: the function, and which of its registers are in use.
 *
 * The line itself is not in a snapshot: it takes a question to the live object, which costs the program a pass
 * over its heap, so it can be put for a few of thousands only.
 */
export function fingerprintOf(graph: HeapGraph, { node, closure }: Suspended): string {
  const shared = graph.follow(closure, 'shared');
  return `${shared}:${graph.edgeNames(graph.follow(node, GENERATOR)).join(',')}`;
}
