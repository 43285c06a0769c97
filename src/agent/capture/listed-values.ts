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
 * The variables of scopes, or the properties of values, at the same time: two rounds of questions, however many.
 *
 * @param onLastQuestion Called when the last question has been sent: what is sent then is done when all are answered.
 */
export async function listValues(
  ask: Ask,
  listingTools: unknown,
  objectIds: readonly string[],
  onLastQuestion: () => void = () => undefined,
): Promise<readonly ValueList[]> {
  const endMs = Date.now() + COUNTING_BUDGET_MS;
  const lists = await Promise.all(
    objectIds.map((objectId) =>
      ask('Runtime.callFunctionOn', {
        objectId,
        functionDeclaration: LIST_VALUES,
        arguments: [{ objectId: listingTools }, { value: MAX_VALUES }, { value: endMs }],
        silent: true,
        throwOnSideEffect: true,
      }),
    ),
  );
  const answers = lists.map(({ result }) => {
    const listId = isPlainObject(result) && result['subtype'] === 'array' ? result['objectId'] : undefined;
    if (typeof listId !== 'string') return Promise.resolve<Answer>({});
    return ask('Runtime.getProperties', { objectId: listId, ownProperties: true, generatePreview: true });
  });
  onLastQuestion();
  return (await Promise.all(answers)).map(({ result }) => parseList(Array.isArray(result) ? result : []));
}

function parseList(properties: readonly unknown[]): ValueList {
  const items = new Map<string, unknown>();
  for (const property of properties) {
    if (isPlainObject(property)) items.set(String(property['name']), property['value']);
  }
  const values: ListedValue[] = [];
  for (let index = 1; items.has(String(index)); index += 3) {
    const [name, value, remark] = [0, 1, 2].map((offset) => items.get(String(index + offset)));
    values.push(describeValue(describeName(name), value, valueOf(remark)));
  }
  return { values, count: Number(valueOf(items.get('0'))) };
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
