import { readFileSync } from 'node:fs';
import { PortholeError } from '../errors.js';
import { parseAsyncDump } from '../format/async-dump.js';
import { isPlainObject } from '../format/json.js';
import { parseStackDump } from '../format/stack-dump.js';
import type { ComparedDump } from '../model/compare-dumps.js';
import { describeFailure } from '../source/failure.js';

/**
 * The dumps in a file that `porthole stack --json` wrote, one a line, or the screen, one in all: by pid.
 *
 * @throws PortholeError `wrong-usage` when it cannot be read or is something else.
 */
export function readSavedDumps(path: string): ReadonlyMap<number, ComparedDump> {
  const dumps = new Map<number, ComparedDump>();
  for (const value of readValues(readText(path))) {
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
    throw new PortholeError('wrong-usage', describeFailure(path, error).reason, { cause: error });
  }
}

function readValues(text: string): readonly unknown[] {
  const whole = parseJson(text);
  if (whole !== undefined) return [whole];
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parseJson);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
