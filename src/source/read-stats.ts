import { fstatSync, type Stats } from 'node:fs';
import { basename } from 'node:path';
import { AGENT_FIELDS } from '../format/agent-fields.js';
import { findNumber } from '../format/find-field.js';
import type { StatsSnapshot } from '../format/stats-decode.js';
import { parseStatsFileName } from '../target.js';
import { formatBytes } from '../units.js';
import { describeFailure } from './failure.js';
import { OpenFiles } from './open-files.js';
import type { FileReading } from './sample.js';
import { StatsCopy } from './stats-copy.js';

/** A larger file is not read: it is twice as large as ours can be. */
export const MAX_STATS_BYTES = 128 * 1024 * 1024;

/** A file that was read, and what the file system says of it. */
export interface StatsReading {
  readonly file: FileReading;
  /** When it was made or last written to with a system call; stores into its mapping do not count. */
  readonly changedWallMs: number | undefined;
  /** It was removed between listing and opening. */
  readonly isGone: boolean;
}

/**
 * Reads one stats file again and again.
 *
 * It keeps what it knows of the file's layout, and takes only the values anew
 * while the layout is the same. It holds no file open between two reads, unless its {@link OpenFiles} does.
 */
export class StatsReader {
  readonly path: string;
  #copy: StatsCopy | undefined;
  #identity = '';
  readonly #files: OpenFiles;

  constructor(path: string, files = new OpenFiles()) {
    this.path = path;
    this.#files = files;
  }

  /**
   * The file as it is now. Never throws: what cannot be read has a reason.
   *
   * Cost: open, stat, one read of the file, a second where values could tear,
   * and close; no lock, and nothing that its writer could notice.
   *
   * @param version The same as long as no other file can have taken the place of this one; `undefined` where that is not known.
   */
  read(version?: unknown): StatsReading {
    try {
      return this.#files.use(this.path, version, (file) => this.#readOpen(file, fstatSync(file)));
    } catch (thrown) {
      const { isAbsent, reason } = describeFailure(this.path, thrown);
      return this.#unread(isAbsent ? `${this.path}: removed while it was being read` : reason, undefined, isAbsent);
    }
  }

  #readOpen(file: number, stat: Stats): StatsReading {
    if (!stat.isFile()) return this.#unread(`${this.path}: ${kindOf(stat)}, no stats file`, stat.mtimeMs);
    if (stat.size > MAX_STATS_BYTES) {
      const sizes = `${formatBytes(stat.size)}, and a stats file has ${formatBytes(MAX_STATS_BYTES)} at most`;
      return this.#unread(`${this.path}: ${sizes}: not read`, stat.mtimeMs);
    }
    const identity = `${stat.dev}:${stat.ino}:${stat.size}`;
    if (this.#copy === undefined || this.#identity !== identity) {
      this.#copy = new StatsCopy(stat.size);
      this.#identity = identity;
    }
    const snapshot = this.#copy.read(file);
    const broken = snapshot.brokenReason;
    const reason = broken === undefined ? undefined : `${this.path}: ${broken}`;
    const read = { path: this.path, tid: threadOf(this.path, snapshot), snapshot, reason };
    return { file: read, changedWallMs: stat.mtimeMs, isGone: false };
  }

  #unread(reason: string, changedWallMs: number | undefined, isGone = false): StatsReading {
    const file = { path: this.path, tid: threadOf(this.path, undefined), snapshot: undefined, reason };
    return { file, changedWallMs, isGone };
  }
}

// mmstats writes the main thread's number into the files of all threads: the name knows better.
function threadOf(path: string, snapshot: StatsSnapshot | undefined): number | undefined {
  return parseStatsFileName(basename(path))?.tid ?? findNumber(snapshot, AGENT_FIELDS.tid);
}

function kindOf(stat: Stats): string {
  if (stat.isDirectory()) return 'a folder';
  if (stat.isFIFO()) return 'a named pipe';
  return stat.isSocket() ? 'a socket' : 'a device';
}
