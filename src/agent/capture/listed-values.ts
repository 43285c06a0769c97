import { isPlainObject } from '../../format/json.js';
import { LIST_VALUES, LISTING_TOOLS, MAX_VALUES } from './list-values.js';
import { formatPreview } from './preview.js';
import { isSecretName, REDACTED } from './secret.js';
import type { Answer } from './thread-session.js';

const MAX_NAME_LENGTH = 100;
// No thread is held longer by counting the keys of large objects, but by the one that is being counted then.
const COUNTING_BUDGET_MS = 50;

/** A question to the inspector of a thread that stands still; rejects when that has stood long enough. */
export type Ask = (method: string, params: object) => Promise<Answer>;

/** A variable, or a property of a value. */
export interface ListedValue {
  readonly name: string;
  /** One line, secrets redacted. */
  readonly text: string;
  /** For what can be listed in its turn. */
  readonly objectId: string | undefined;
}

export interface ValueList {
  readonly values: readonly ListedValue[];
  /** How many there are; more than `values` when they were cut. */
  readonly count: number;
}

/** Gets ready for {@link listValues}; while the thread still runs. */
export async function makeListingTools(ask: Ask): Promise<unknown> {
  const { result } = await ask('Runtime.evaluate', {
    expression: LISTING_TOOLS,
    includeCommandLineAPI: true,
    silent: true,
  });
  return isPlainObject(result) ? result['objectId'] : undefined;
}

/**
 * The variables of scopes, or the properties of values, all at the same time: two questions, however many.
 *
 * When the engine refuses the first, since something in it could have an effect on the program, each is asked by itself.
 *
 * @param onLastQuestion Called when the last question has been sent: what is sent then is done when that is answered.
 */
export async function listValues(
  ask: Ask,
  listingTools: unknown,
  objectIds: readonly string[],
  onLastQuestion: () => void = () => undefined,
): Promise<readonly ValueList[]> {
  if (objectIds.length === 0) return [];
  const endMs = Date.now() + COUNTING_BUDGET_MS;
  const { result } = await ask('Runtime.callFunctionOn', {
    objectId: objectIds[0],
    functionDeclaration: LIST_VALUES,
    arguments: [
      { objectId: listingTools },
      { value: MAX_VALUES },
      { value: endMs },
      ...objectIds.map((objectId) => ({ objectId })),
    ],
    silent: true,
    throwOnSideEffect: true,
  });
  const listId = isPlainObject(result) && result['subtype'] === 'array' ? result['objectId'] : undefined;
  if (typeof listId !== 'string') return await listEach(ask, listingTools, objectIds);
  const answer = ask('Runtime.getProperties', { objectId: listId, ownProperties: true, generatePreview: true });
  onLastQuestion();
  const { result: properties } = await answer;
  return parseLists(Array.isArray(properties) ? properties : [], objectIds.length);
}

async function listEach(ask: Ask, listingTools: unknown, objectIds: readonly string[]): Promise<readonly ValueList[]> {
  if (objectIds.length === 1) return [{ values: [], count: 0 }];
  const lists: ValueList[] = [];
  for (const objectId of objectIds) lists.push(...(await listValues(ask, listingTools, [objectId])));
  return lists;
}

function parseLists(properties: readonly unknown[], listCount: number): readonly ValueList[] {
  const items = new Map<string, unknown>();
  for (const property of properties) {
    if (isPlainObject(property)) items.set(String(property['name']), property['value']);
  }
  let at = 0;
  const next = (): unknown => items.get(String(at++));
  return Array.from({ length: listCount }, (): ValueList => {
    const listed = Number(valueOf(next()) ?? 0);
    const count = Number(valueOf(next()) ?? 0);
    const values = Array.from({ length: listed }, () => {
      const [name, value, remark] = [next(), next(), next()];
      return describeValue(describeName(name), value, valueOf(remark));
    });
    return { values, count };
  });
}

function describeName(remote: unknown): string {
  const value = valueOf(remote);
  const name = typeof value === 'string' || typeof value === 'number' ? String(value) : formatPreview(remote);
  return name.slice(0, MAX_NAME_LENGTH);
}

function describeValue(name: string, remote: unknown, remark: unknown): ListedValue {
  if (isSecretName(name)) return { name, text: REDACTED, objectId: undefined };
  const text = formatPreview(remote);
  // What is listed by its first few only is a copy of ours, of which there is no more to see.
  if (typeof remark === 'string' && remark !== '') return { name, text: `${text} (${remark})`, objectId: undefined };
  const objectId = isPlainObject(remote) && remote['subtype'] !== 'proxy' ? remote['objectId'] : undefined;
  return {
    name,
    text,
    objectId: typeof objectId === 'string' && remoteType(remote) === 'object' ? objectId : undefined,
  };
}

function remoteType(remote: unknown): unknown {
  return isPlainObject(remote) ? remote['type'] : undefined;
}

function valueOf(remote: unknown): unknown {
  return isPlainObject(remote) ? remote['value'] : undefined;
}
