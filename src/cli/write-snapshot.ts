import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Snapshot } from '../ui/services.js';

/**
 * Writes a snapshot beside where porthole was started: `porthole-<time>.json` and `.txt`, with what it is of in the name, for their owner only.
 *
 * @returns Their path, without the endings.
 */
export async function writeSnapshot({ subject, json, text }: Snapshot): Promise<string> {
  const time = new Date().toISOString().replace(/[:.]/g, '-');
  const path = join(process.cwd(), `porthole-${subject === undefined ? '' : `${subject}-`}${time}`);
  await writeFile(`${path}.json`, `${JSON.stringify(json, undefined, 2)}\n`, { mode: 0o600, flag: 'wx' });
  await writeFile(`${path}.txt`, text, { mode: 0o600, flag: 'wx' });
  return `${path}.json and .txt`;
}
