import { type AsyncDump, type AsyncGroup, parseAsyncDump } from '../../src/format/async-dump.js';
import { askConsole } from './agent.js';

/** An async dump as a reader gets it, whatever its price. */
export async function requestAsyncDump(socketPath: string, query = ''): Promise<AsyncDump> {
  const { body } = await askConsole(socketPath, `/threads?async=1&force=1${query}`);
  const dump = parseAsyncDump(body);
  if (dump === undefined) throw new Error(`no async dump: ${JSON.stringify(body)}`);
  return dump;
}

/** The group whose functions are these, innermost first. */
export function groupOf(dump: AsyncDump, ...names: readonly string[]): AsyncGroup | undefined {
  return dump.groups.find(({ examples }) => {
    return examples[0]?.frames.map(({ functionName }) => functionName).join() === names.join();
  });
}

/** The variables of a frame of the first example. */
export function localsOf(group: AsyncGroup | undefined, frame: number): ReadonlyMap<string, string> {
  return new Map(group?.examples[0]?.frames[frame]?.locals?.map(({ name, value }) => [name, value]));
}
