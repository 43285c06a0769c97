import { readdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { formatSocketName, formatStallsName, parseStatsFileName } from '../target.js';

/** The stats files of this process in `folder`, one a thread. Synchronous; throws what the file system throws. */
export function listOwnStatsFiles(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((fileName) => parseStatsFileName(fileName)?.pid === process.pid)
    .map((fileName) => join(folder, fileName));
}

/** Removes the stats files, the socket and the stalls of this process. Never throws: it runs while the process ends. */
export function removeOwnFiles(folder: string): void {
  try {
    for (const path of listOwnStatsFiles(folder)) unlinkOrLeave(path);
  } catch {
    // The folder is gone, and with it the files.
  }
  for (const name of [formatSocketName(process.pid), formatStallsName(process.pid)]) unlinkOrLeave(join(folder, name));
}

/** Removes one file, or leaves it to a reader's `clean`. Never throws. */
export function unlinkOrLeave(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Gone already, or no longer ours to remove.
  }
}
