import { isPlainObject } from '../../../format/json.js';
import type { Local } from '../../../format/stack-dump.js';
import type { Ask } from '../listed-values.js';

/** What the live object of a suspended function says. */
export interface LiveFunction {
  /** Of the `await`, counted from 1. */
  readonly line: number;
  readonly column: number;
  readonly locals: readonly Local[] | undefined;
}

/** The variables of a function, from its scope chain. */
export type ReadScopes = (scopeChain: readonly unknown[]) => Promise<readonly Local[]>;

export const OBJECT_GROUP = 'porthole-async';

/**
 * Asks for the place and the variables of a suspended function, by the id of its object in a snapshot.
 *
 * Cost to the main thread: V8 goes through the whole heap for it, a tenth of what the snapshot took.
 *
 * @param readScopes `undefined` when its variables are not wanted.
 * @returns `undefined` when it is suspended no more.
 */
export async function questionFunction(
  ask: Ask,
  heapId: number,
  readScopes: ReadScopes | undefined,
): Promise<LiveFunction | undefined> {
  const object = await ask('HeapProfiler.getObjectByHeapObjectId', {
    objectId: String(heapId),
    objectGroup: OBJECT_GROUP,
  }).catch(ignoreGone);
  const objectId = idOf(object?.['result']);
  if (objectId === undefined) return undefined;
  const { internalProperties } = await ask('Runtime.getProperties', { objectId, ownProperties: true });
  const internals = byName(internalProperties);
  if (valueOf(internals.get('[[GeneratorState]]')) !== 'suspended') return undefined;
  const location = valueOf(internals.get('[[GeneratorLocation]]'));
  if (!isPlainObject(location)) return undefined;
  return {
    line: Number(location['lineNumber'] ?? -1) + 1,
    column: Number(location['columnNumber'] ?? -1) + 1,
    locals: await readScopes?.(await readScopeChain(ask, idOf(internals.get('[[Scopes]]')))),
  };
}

async function readScopeChain(ask: Ask, scopesId: string | undefined): Promise<readonly unknown[]> {
  if (scopesId === undefined) return [];
  const { result } = await ask('Runtime.getProperties', { objectId: scopesId, ownProperties: true });
  const chain: unknown[] = [];
  for (const [name, scope] of byName(result)) {
    if (!/^\d+$/.test(name)) continue;
    const type = scopeType(scope);
    chain.push({ type, object: await unwrap(ask, scope) });
    // What follows belongs to the code around the function.
    if (type === 'local') break;
  }
  return chain;
}

// What the inspector lists is an object of its own around each scope.
async function unwrap(ask: Ask, scope: unknown): Promise<unknown> {
  const { result } = await ask('Runtime.callFunctionOn', {
    objectId: idOf(scope),
    functionDeclaration: 'function () { return this.object; }',
    objectGroup: OBJECT_GROUP,
    silent: true,
    throwOnSideEffect: true,
  });
  return result;
}

// The inspector names scopes `Local (handler)`, `Block`, `Catch`, `With Block`, `Closure (handler)`, `Module`, `Global`.
function scopeType(scope: unknown): string {
  const description = isPlainObject(scope) ? String(scope['description']) : '';
  return description.split(' ', 1)[0]?.toLowerCase() ?? '';
}

function byName(properties: unknown): ReadonlyMap<string, unknown> {
  const list = Array.isArray(properties) ? properties.filter(isPlainObject) : [];
  return new Map(list.map(({ name, value }) => [String(name), value]));
}

function idOf(remote: unknown): string | undefined {
  const objectId = isPlainObject(remote) ? remote['objectId'] : undefined;
  return typeof objectId === 'string' ? objectId : undefined;
}

function valueOf(remote: unknown): unknown {
  return isPlainObject(remote) ? remote['value'] : undefined;
}

function ignoreGone(error: unknown): undefined {
  const isGone = error instanceof Error && 'code' in error && error.code === 'bad-answer';
  if (!isGone) throw error;
}
