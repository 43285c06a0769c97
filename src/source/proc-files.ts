import { readFileSync, readlinkSync, readSync } from 'node:fs';
import { OpenFiles } from './open-files.js';

// The command line of a process may be as long as its stack allows.
const MAX_PROC_BYTES = 16_384;
const MAX_ENVIRONMENT_BYTES = 256 * 1024;

const scratch = Buffer.allocUnsafe(MAX_PROC_BYTES);

const openedOnce = new OpenFiles();

/** The first 16 KiB of `/proc/<pid>/<name>`; `undefined` when it cannot be read. */
export function readProcFile(pid: number, name: string, files = openedOnce): string | undefined {
  try {
    // The same process for as long as it is open: that of one that has ended cannot be read.
    return files.use(`/proc/${pid}/${name}`, name, (file) =>
      scratch.toString('utf8', 0, readSync(file, scratch, 0, MAX_PROC_BYTES, 0)),
    );
  } catch {
    return undefined;
  }
}

/** Where a link of `/proc/<pid>` leads; `undefined` when that is hidden from us, or it leads nowhere. */
export function readProcLink(pid: number, name: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/${name}`);
  } catch {
    return undefined;
  }
}

/** The numbers behind `name:` in a status file. */
export function numbersAfter(status: string, name: string): readonly number[] {
  const digits = new RegExp(`^${name}:((?:\\s+\\d+)+)`, 'm').exec(status)?.[1];
  return digits === undefined ? [] : digits.trim().split(/\s+/).map(Number);
}

/** Its environment as it was when the process began; empty when that is hidden from us. */
export function readEnvironment(pid: number): ReadonlyMap<string, string> {
  let text = '';
  try {
    text = readFileSync(`/proc/${pid}/environ`).subarray(0, MAX_ENVIRONMENT_BYTES).toString('utf8');
  } catch {
    // Hidden, or gone.
  }
  const pairs = text.split('\0').map((pair): [string, string] => {
    const end = pair.indexOf('=');
    return [pair.slice(0, Math.max(0, end)), pair.slice(end + 1)];
  });
  return new Map(pairs.filter(([name]) => name !== ''));
}
