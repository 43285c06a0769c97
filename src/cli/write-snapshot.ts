import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PortholeError, systemCodeOf } from '../errors.js';
import type { Snapshot } from '../ui/services.js';
import { describeWriting } from './describe-writing.js';

/**
 * Writes a snapshot beside where porthole was started: `porthole-<time>.json` and `.txt`, with what it is of in the name, for their owner only.
 *
 * @returns Their path, without the endings.
 * @throws PortholeError `not-permitted` when they cannot be written; what was begun is removed.
 */
export async function writeSnapshot({ subject, json, text }: Snapshot): Promise<string> {
  const time = new Date().toISOString().replace(/[:.]/g, '-');
  const path = join(process.cwd(), `porthole-${subject === undefined ? '' : `${subject}-`}${time}`);
  await writeNew(`${path}.json`, `${JSON.stringify(json, undefined, 2)}\n`);
  await writeNew(`${path}.txt`, text);
  return `${path}.json and .txt`;
}

async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { mode: 0o600, flag: 'wx' });
  } catch (thrown) {
    if (systemCodeOf(thrown) !== 'EEXIST') await rm(path, { force: true }).catch(() => undefined);
    throw new PortholeError('not-permitted', `${path}: ${describeWriting(thrown)}`, { cause: thrown });
  }
}
