import { readFileSync } from 'node:fs';
import { messageOf, PortholeError } from '../errors.js';
import { parseAsyncDump } from '../format/async-dump.js';
import { isPlainObject } from '../format/json.js';
import { parseStackDump } from '../format/stack-dump.js';
import type { ComparedDump } from '../model/compare-dumps.js';

/**
 * The dumps in a file that `porthole stack --json` wrote, by pid.
 *
 * @throws PortholeError `wrong-usage` when it cannot be read or is something else.
 */
export function readSavedDumps(path: string): ReadonlyMap<number, ComparedDump> {
  const dumps = new Map<number, ComparedDump>();
  for (const line of readText(path).split('\n')) {
    if (line.trim() === '') continue;
    const value = parseLine(line);
    const dump = parseStackDump(value);
    if (dump === undefined) {
      throw new PortholeError('wrong-usage', `${path}: no stack dump; write one with porthole stack --json > ${path}`);
    }
    dumps.set(dump.pid, { dump, async: isPlainObject(value) ? parseAsyncDump(value['async']) : undefined });
  }
  return dumps;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new PortholeError('wrong-usage', `${path}: ${messageOf(error)}`, { cause: error });
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
