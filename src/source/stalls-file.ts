import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseStallReport, type StallReport } from '../format/stalls.js';
import { formatStallsName } from '../target.js';
import type { TargetSample } from './sample.js';

// Twenty stalls of eight stacks take a tenth of it.
const MAX_BYTES = 16 * 1024 * 1024;

/** The stalls that a process has left in a file beside its stats. */
export interface StallsFile {
  readonly path: string;
  readonly report: StallReport;
}

/** Reads it; `undefined` when there is none of this life of the process that can be read. Never throws. */
export function readStallsFile({ target, files, socket }: TargetSample): StallsFile | undefined {
  const folders = [...files.map(({ path }) => path), ...(socket === undefined ? [] : [socket])].map(dirname);
  for (const folder of new Set(folders)) {
    const path = join(folder, formatStallsName(target.pid));
    const report = readReport(path);
    // Of a later or earlier process with the same pid.
    const isAnothers = target.startTicks !== undefined && report?.startTicks !== target.startTicks;
    if (report !== undefined && !isAnothers) return { path, report };
  }
  return undefined;
}

function readReport(path: string): StallReport | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    const stat = fstatSync(file);
    if (!stat.isFile() || stat.size > MAX_BYTES) return undefined;
    return parseStallReport(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
