import type { StackDump } from '../format/stack-dump.js';

/** A stack dump that was taken, and of which process and when. */
export interface KeptDump {
  /** Of the process's row: stays the same when the program is restarted with another pid. */
  readonly processKey: string;
  readonly pid: number;
  readonly name: string;
  /** Monotonic: of the last sample that had come when the dump arrived. */
  readonly atMs: number;
  /** When it arrived. */
  readonly wallMs: number;
  /** Or the text of a process that only knows that form. */
  readonly dump: StackDump | string;
  /** About what it takes in memory. */
  readonly sizeBytes: number;
}

/** Dumps of all processes, newest first. */
export type KeptDumps = readonly KeptDump[];

/** So many of one process are kept, */
export const MAX_DUMPS_OF_ONE = 20;
/** so many of all processes together, */
export const MAX_DUMPS = 500;
/** and no more than this: about what they take in memory. The newest is kept whatever its size. */
export const MAX_DUMP_BYTES = 64 * 2 ** 20;

/**
 * The dumps with one more as the first, without those that are too many then: the oldest.
 *
 * Cost: the dump is written as JSON once, to know its size; some 10 ms for one of 1 MB.
 */
export function keepDump(kept: KeptDumps, taken: Omit<KeptDump, 'sizeBytes'>): readonly [KeptDump, ...KeptDump[]] {
  const { dump } = taken;
  const text = typeof dump === 'string' ? dump : JSON.stringify(dump);
  const newest: KeptDump = { ...taken, sizeBytes: text.length };
  let { sizeBytes } = newest;
  let ofOne = 1;
  const others: KeptDump[] = [];
  for (const older of kept) {
    if (older.processKey === taken.processKey && ++ofOne > MAX_DUMPS_OF_ONE) continue;
    sizeBytes += older.sizeBytes;
    if (sizeBytes > MAX_DUMP_BYTES || others.length + 1 >= MAX_DUMPS) break;
    others.push(older);
  }
  return [newest, ...others];
}

/** Those of one process, newest first. */
export function dumpsOf(kept: KeptDumps, processKey: string): KeptDumps {
  return kept.filter((dump) => dump.processKey === processKey);
}

/** The last dump of a process that had been taken at a moment, however long before; `undefined` when there was none. */
export function dumpAt(kept: KeptDumps, processKey: string, atMs: number): KeptDump | undefined {
  return kept.find((dump) => dump.processKey === processKey && dump.atMs <= atMs);
}

/** The dump of the same process that was taken next after (1) or before (-1) one of them. */
export function neighbourDump(kept: KeptDumps, dump: KeptDump, step: -1 | 1): KeptDump | undefined {
  const all = dumpsOf(kept, dump.processKey);
  const index = all.indexOf(dump);
  return index < 0 ? undefined : all[index - step];
}

/** The dump of the same process before this one, when both are of threads: what this one can be compared with. */
export function dumpToCompare(kept: KeptDumps, dump: KeptDump): StackDump | undefined {
  const older = neighbourDump(kept, dump, -1);
  return older === undefined || older.pid !== dump.pid || typeof older.dump === 'string' ? undefined : older.dump;
}
