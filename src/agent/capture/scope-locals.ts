import { isPlainObject } from '../../format/json.js';
import type { Local } from '../../format/stack-dump.js';
import type { Ask } from './main-session.js';
import { formatPreview } from './preview.js';
import { isSecretName, REDACTED } from './secret.js';

const MAX_LOCALS = 25;
const MAX_NAME_LENGTH = 100;
// What Node wraps around a CommonJS module.
const MODULE_PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];

/**
 * Run on a scope in the paused thread: names and values in one list, long
 * strings cut there. Uncut, a string of 100 MB would cross to us whole while the
 * program stands still; so would the source text of a function. Reading a
 * variable throws when it has no value yet, or the engine has dropped it.
 */
const LIST_SCOPE = `function (limit) {
  const shorten = (value) => {
    switch (typeof value) {
      case 'string': return value.length > 250 ? value.slice(0, 250) : value;
      case 'function': return Symbol('[function]');
      case 'bigint': return value > 2n ** 256n || value < -(2n ** 256n) ? Symbol('[bigint]') : value;
      default: return value;
    }
  };
  const list = [];
  const names = Object.keys(this);
  for (let i = 0; i < names.length && i < limit; i++) {
    let value;
    try {
      value = shorten(this[names[i]]);
    } catch {
      value = Symbol('[not available]');
    }
    list[2 * i] = names[i];
    list[2 * i + 1] = value;
  }
  return list;
}`;

/** The variables of a paused call frame's own function; those of the functions around it are not asked for. */
export async function readLocals(ask: Ask, scopeChain: readonly unknown[]): Promise<readonly Local[]> {
  const locals = new Map<string, Local>();
  for (const objectId of ownScopeIds(scopeChain)) {
    if (locals.size >= MAX_LOCALS) break;
    // An inner variable hides an outer one of its name.
    for (const local of await readScope(ask, objectId)) {
      if (!locals.has(local.name)) locals.set(local.name, local);
    }
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

async function readScope(ask: Ask, objectId: string): Promise<readonly Local[]> {
  const { result: list } = await ask('Runtime.callFunctionOn', {
    objectId,
    functionDeclaration: LIST_SCOPE,
    arguments: [{ value: MAX_LOCALS + MODULE_PARAMETERS.length }],
    silent: true,
    throwOnSideEffect: true,
  });
  const listId = isPlainObject(list) ? list['objectId'] : undefined;
  if (typeof listId !== 'string' || (isPlainObject(list) && list['subtype'] !== 'array')) return [];
  const { result } = await ask('Runtime.getProperties', {
    objectId: listId,
    ownProperties: true,
    generatePreview: true,
  });
  return pairUp(Array.isArray(result) ? result : []);
}

function pairUp(properties: readonly unknown[]): readonly Local[] {
  const values = new Map<string, unknown>();
  for (const property of properties) {
    if (isPlainObject(property)) values.set(String(property['name']), property['value']);
  }
  const locals: Local[] = [];
  for (let index = 0; values.has(String(2 * index)); index++) {
    const remote = values.get(String(2 * index));
    const name = isPlainObject(remote) ? String(remote['value']).slice(0, MAX_NAME_LENGTH) : '';
    const value = isSecretName(name) ? REDACTED : formatPreview(values.get(String(2 * index + 1)));
    locals.push({ name, value });
  }
  return locals;
}
