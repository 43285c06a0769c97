import { closeSync, constants, openSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { readDynamicStrings } from './elf-strings.js';

/** What runs a program, as far as it is of interest here. */
export type Runtime = 'node' | 'python';

// What every Node offers to addons and nothing that only imitates it does: `node::Start`, or
// `node::LoadEnvironment` where Node is a part of something else (Electron); or the library of Debian's build.
const NODE_MARKS = ['\0_ZN4node5StartEiPPc\0', '\0_ZN4node15LoadEnvironmentE', '\0libnode.so.'];

/** What an executable of this name is; a number may follow, and the kernel's note on a file that was replaced while it runs. */
export function runtimeOfName(path: string): Runtime | undefined {
  const name = basename(path).replace(/ \(deleted\)$/, '');
  if (/^(node|nodejs)[\d.]*$/.test(name)) return 'node';
  return /^(python|pypy)[\d.]*$/.test(name) ? 'python' : undefined;
}

/**
 * Tells Node from its executable's contents, whatever that is called: a renamed or packed one, or Electron.
 *
 * Each file is looked into once for as long as it stays what it is (inode, size and time of change).
 */
export class Executables {
  readonly #verdicts = new Map<string, boolean>();

  /** @param path May be `/proc/<pid>/exe`. Cost: one system call for a file that is known, some ms for another. */
  isNode(path: string): boolean {
    try {
      const { dev, ino, size, mtimeMs } = statSync(path);
      const key = `${dev}:${ino}:${size}:${mtimeMs}`;
      const known = this.#verdicts.get(key);
      if (known !== undefined) return known;
      const verdict = readIsNode(path);
      this.#verdicts.set(key, verdict);
      return verdict;
    } catch {
      return false;
    }
  }
}

function readIsNode(path: string): boolean {
  // A FIFO of this name must not hold us up.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const strings = readDynamicStrings(file);
    return strings !== undefined && NODE_MARKS.some((mark) => strings.includes(mark, 0, 'latin1'));
  } finally {
    closeSync(file);
  }
}
