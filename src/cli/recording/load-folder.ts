import { hostname, userInfo } from 'node:os';
import { basename } from 'node:path';
import { PortholeError } from '../../errors.js';
import { type KeptStalls, keepStalls } from '../../model/kept-stalls.js';
import { appendRecorded, noRecordedHistory, wholeHistory } from '../../model/recorded-history.js';
import { discover } from '../../source/discover.js';
import { FolderListings } from '../../source/list-place.js';
import { placeAt } from '../../source/places.js';
import { type ProcessLook, readProcess } from '../../source/process-info.js';
import type { Sample, TargetSample } from '../../source/sample.js';
import { readStallsFile } from '../../source/stalls-file.js';
import { StatsReaders } from '../../source/stats-readers.js';
import { type Loaded, rowKeyOf } from './loaded.js';

const GONE: ProcessLook = { state: 'gone' };

/**
 * The last values, and the last stalls, of the processes that left their files in a folder. Nothing in it is changed.
 *
 * A process that lives under such a pid is none of them unless a file says that it was started when that was: the folder
 * may be of another machine.
 *
 * @throws PortholeError `not-found` when there is no stats file in it, `not-permitted` when it may not be read.
 */
export function loadFolder(path: string): Loaded {
  const listing = new FolderListings().list([placeAt(path)]);
  const unreadable = listing.searched.find(({ outcome }) => outcome === 'unreadable');
  if (unreadable !== undefined) throw new PortholeError('not-permitted', unreadable.reason ?? path);
  const find = (look: (pid: number) => ProcessLook): readonly TargetSample[] =>
    discover({ ...listing, sockets: [] }, new StatsReaders(), { look, pidHere: ({ pid }) => pid });
  const left = find(() => GONE);
  if (left.length === 0) {
    throw new PortholeError('not-found', `${path}: no stats file is in it: they are called NAME-PID-TID.mmstats`);
  }
  const alive = new Set(left.filter(isAlive).map(({ target }) => target.pid));
  const targets = alive.size === 0 ? left : find((pid) => (alive.has(pid) ? readProcess(pid) : GONE));
  // The clock of the machine on which they were made is not known.
  const sample: Sample = { atMs: 0, wallMs: Date.now(), targets, searched: listing.searched };
  const recorded = appendRecorded(noRecordedHistory, sample);
  const opened = {
    title: `folder ${basename(path)}`,
    hostName: hostname(),
    userName: userInfo().username,
    intervalMs: 1000,
    history: wholeHistory(recorded),
    log: [],
    dumps: [],
    stalls: targets.reduce<KeptStalls>((kept, target) => addStalls(kept, target, recorded.history), new Map()),
    notice: alive.size === 0 ? undefined : `${alive.size} of them live: porthole ${path} follows them`,
  };
  const one = { lastHistory: recorded.history, lastSample: sample, sampleBefore: undefined };
  return { opened, ...one, sampleCount: 1, firstWallMs: sample.wallMs };
}

function isAlive({ target: { pid, startTicks } }: TargetSample): boolean {
  if (startTicks === undefined || startTicks === 0) return false;
  const look = readProcess(pid);
  return 'startTicks' in look && look.startTicks === startTicks;
}

function addStalls(kept: KeptStalls, target: TargetSample, history: Loaded['lastHistory']): KeptStalls {
  const report = readStallsFile(target)?.report;
  return report === undefined ? kept : keepStalls(kept, rowKeyOf(history, target.target), report);
}
