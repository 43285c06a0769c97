import { closeSync, constants, openSync, readFileSync } from 'node:fs';

interface KeptFile {
  readonly file: number;
  readonly version: unknown;
  turn: number;
}

// Without O_NONBLOCK a FIFO would hold us up until somebody writes to it.
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
// Half of what macOS allows by default; of Linux it is asked.
const USUAL_MOST = 128;
const MOST = 4096;

/**
 * Files that are read again and again, opened for each reading; or once, after {@link keep}.
 *
 * Opening and closing a file takes longer than reading it. One that is kept open is read as it is now: of a
 * `/proc` file the kernel makes the text with each read from its start, and that of a process that has ended fails,
 * whoever has its pid since.
 */
export class OpenFiles implements Disposable {
  readonly #kept = new Map<string, KeptFile>();
  #most = 0;
  #turn = 0;

  /** From now on files stay open, as many as the limit of this process has ample room for. */
  keep(): void {
    this.#most = mostToKeep();
  }

  /**
   * What `use` makes of the open file. One that was kept open and fails is opened anew.
   *
   * @param version One that is kept is used for the same version only: of a file that may have been replaced, another. `undefined`: not kept.
   * @throws the system's error, of opening or of `use`.
   */
  use<T>(path: string, version: unknown, use: (file: number) => T): T {
    const kept = this.#kept.get(path);
    if (kept !== undefined && kept.version === version) {
      kept.turn = this.#turn;
      try {
        return use(kept.file);
      } catch {
        // Such as that of a process that has ended.
      }
    }
    this.#close(path);
    const file = openSync(path, FLAGS);
    let isKept = false;
    try {
      const made = use(file);
      isKept = version !== undefined && this.#kept.size < this.#most;
      if (isKept) this.#kept.set(path, { file, version, turn: this.#turn });
      return made;
    } finally {
      if (!isKept) closeSync(file);
    }
  }

  /** Closes what was not used since the last time that this was called. */
  closeUnused(): void {
    for (const [path, { turn }] of this.#kept) if (turn !== this.#turn) this.#close(path);
    this.#turn += 1;
  }

  /** Closes all, and keeps none any more. */
  [Symbol.dispose](): void {
    this.#most = 0;
    for (const path of this.#kept.keys()) this.#close(path);
  }

  #close(path: string): void {
    const kept = this.#kept.get(path);
    if (kept === undefined) return;
    this.#kept.delete(path);
    closeSync(kept.file);
  }
}

function mostToKeep(): number {
  if (process.platform !== 'linux') return USUAL_MOST;
  try {
    const limit = /^Max open files +(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1];
    // `unlimited` is no number.
    return Math.min(MOST, Math.floor(Number(limit) / 2) || MOST);
  } catch {
    return USUAL_MOST;
  }
}
