import { isPlainObject } from '../../format/json.js';
import type { Local } from '../../format/stack-dump.js';
import { type Ask, listValues, type ValueList } from './listed-values.js';

const MAX_LOCALS = 25;
// What Node wraps around a CommonJS module.
const MODULE_PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];

/**
 * The variables of paused call frames' own functions; those of the functions around them are not asked for.
 *
 * @param frames For each its scope chain.
 * @param onLastQuestion As {@link listValues} has it.
 */
export async function readLocals(
  ask: Ask,
  listingTools: unknown,
  frames: readonly (readonly unknown[])[],
  onLastQuestion: () => void,
): Promise<readonly (readonly Local[])[]> {
  const scopeIds = frames.map(ownScopeIds);
  const lists = await listValues(ask, listingTools, scopeIds.flat(), onLastQuestion);
  let start = 0;
  return scopeIds.map(({ length }) => {
    start += length;
    return joinScopes(lists.slice(start - length, start));
  });
}

function joinScopes(scopes: readonly ValueList[]): readonly Local[] {
  const locals = new Map<string, Local>();
  // An inner variable hides an outer one of its name.
  for (const { name, text } of scopes.flatMap(({ values }) => values)) {
    if (!locals.has(name)) locals.set(name, { name, value: text });
  }
  const isModule = MODULE_PARAMETERS.every((name) => locals.has(name));
  return [...locals.values()]
    .filter(({ name }) => !(isModule && MODULE_PARAMETERS.includes(name)))
    .slice(0, MAX_LOCALS);
}

// Blocks stand before the scope of the function they are in; what follows that scope belongs to the code around it.
function ownScopeIds(scopeChain: readonly unknown[]): readonly string[] {
  const ids: string[] = [];
  for (const scope of scopeChain) {
    if (!isPlainObject(scope) || !isPlainObject(scope['object'])) break;
    const { type } = scope;
    const isLast = type === 'local' || type === 'module';
    if (!isLast && type !== 'block' && type !== 'catch' && type !== 'with') break;
    const { objectId } = scope['object'];
    if (typeof objectId === 'string' && type !== 'with') ids.push(objectId);
    if (isLast) break;
  }
  return ids;
}
