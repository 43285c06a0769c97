import type { ScopeDump, Variable } from '../../format/frame-dump.js';
import { isPlainObject } from '../../format/json.js';
import type { CallFrame } from '../../format/stack-dump.js';
import { type Ask, listValues, type ValueList } from './listed-values.js';
import type { StoppedThread } from './pause-stack.js';

// All that one answer holds.
const MAX_VARIABLES = 2000;

/** Which frame of a thread, and how deep its values. */
export interface FrameChoice {
  /** From 0, the innermost. */
  readonly index: number;
  /** A frame of this function is wanted: that of the index, or else the innermost. */
  readonly functionName: string | undefined;
  /** How many levels of properties are shown below a variable. */
  readonly depth: number;
}

export interface ExpandedFrame {
  readonly frame: CallFrame;
  readonly callers: readonly CallFrame[];
  readonly scopes: readonly ScopeDump[];
}

/** The frame that was chosen among those of a thread; `undefined` when it is not there now. */
export function findFrame(frames: readonly CallFrame[], { index, functionName }: FrameChoice): number | undefined {
  if (functionName === undefined || frames[index]?.functionName === functionName) {
    return index < frames.length ? index : undefined;
  }
  const found = frames.findIndex((frame) => frame.functionName === functionName);
  return found === -1 ? undefined : found;
}

/**
 * The scopes of one frame of a thread that stands still, from the innermost outwards, without the global one.
 *
 * Each level of all values is two rounds of questions; at most 2000 values are listed.
 */
export async function expandFrame(stopped: StoppedThread, choice: FrameChoice): Promise<ExpandedFrame | undefined> {
  const index = findFrame(stopped.frames, choice);
  const frame = index === undefined ? undefined : stopped.frames[index];
  if (index === undefined || frame === undefined) return undefined;
  const chain = (stopped.scopeChains[index] ?? []).flatMap((scope) => {
    if (!isPlainObject(scope) || scope['type'] === 'global' || !isPlainObject(scope['object'])) return [];
    const { objectId } = scope['object'];
    return typeof objectId === 'string' ? [{ type: String(scope['type']), name: scope['name'], objectId }] : [];
  });
  const budget = { left: MAX_VARIABLES };
  const ids = chain.map(({ objectId }) => objectId);
  const variables = await expandLevel(stopped, ids, choice.depth, budget);
  const scopes = chain.map(({ type, name }, at): ScopeDump => {
    const { list = [], count = 0 } = variables[at] ?? {};
    return { type, name: typeof name === 'string' ? name : '', variables: list, variableCount: count };
  });
  return { frame, callers: stopped.frames.slice(index + 1), scopes };
}

interface Expanded {
  readonly list: readonly Variable[];
  readonly count: number;
}

async function expandLevel(
  stopped: StoppedThread,
  objectIds: readonly string[],
  depth: number,
  budget: { left: number },
): Promise<readonly Expanded[]> {
  const ask: Ask = stopped.ask;
  const lists = await listValues(ask, stopped.listingTools, objectIds);
  const cut = lists.map((list) => take(list, budget));
  const inner = depth === 0 ? [] : cut.flatMap(({ values }) => values.flatMap(({ objectId }) => objectId ?? []));
  const wanted = inner.slice(0, budget.left);
  const below = wanted.length === 0 ? [] : await expandLevel(stopped, wanted, depth - 1, budget);
  const byId = new Map(wanted.map((id, at) => [id, below[at]]));
  return cut.map(({ values, count }) => ({
    count,
    list: values.map(({ name, text, objectId }): Variable => {
      const properties = objectId === undefined ? undefined : byId.get(objectId);
      if (properties === undefined) return { name, value: text };
      return { name, value: text, properties: properties.list, propertyCount: properties.count };
    }),
  }));
}

function take({ values, count }: ValueList, budget: { left: number }): ValueList {
  const taken = values.slice(0, budget.left);
  budget.left -= taken.length;
  return { values: taken, count };
}
