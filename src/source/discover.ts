import { basename } from 'node:path';
import { AGENT_FIELDS } from '../format/agent-fields.js';
import { parseStatsFileName } from '../target.js';
import { readMonotonicMs } from './clock.js';
import { judgeEnded, judgeLiving } from './judge-state.js';
import { listPlaces, type SocketFile } from './list-place.js';
import { type Life, splitLives } from './lives.js';
import { hasOurAgent, nameOf, runtimeOf, socketOf } from './name-target.js';
import type { Place } from './places.js';
import { type ProcessLook, readProcess } from './process-info.js';
import { findNumber, StatsReader, type StatsReading } from './read-stats.js';
import type { Sample, TargetSample } from './sample.js';

/** The readers of all stats files by path, kept from one look to the next for what they know of the layouts. */
export type StatsReaders = Map<string, StatsReader>;

/**
 * Looks into the places and at the process behind every file and socket. Never throws.
 *
 * The files of all threads of a process, and its socket, make one target; those
 * of an earlier process of the same pid another. The pid comes from the name of a
 * file, or from its `sys.pid` where the name says nothing; a file that has
 * neither is a target of its own with pid 0.
 *
 * @param readers Those of the last look; those of files that are no more are taken out.
 * @param lookAt Asked for each process, after its files were read.
 */
export function discover(
  places: readonly Place[],
  readers: StatsReaders = new Map(),
  lookAt: (pid: number) => ProcessLook = readProcess,
): Pick<Sample, 'targets' | 'searched'> {
  const { files, sockets, searched } = listPlaces(places);
  const readings = readAll(files, readers).filter(({ isGone }) => !isGone);
  const filesOf = groupBy(readings, pidOf);
  const socketsOf = groupBy(sockets, ({ pid }) => pid);
  const pids = [...new Set([...filesOf.keys(), ...socketsOf.keys()])].toSorted((a, b) => a - b);
  const targets = pids.flatMap((pid) => {
    const [itsFiles, itsSockets] = [filesOf.get(pid) ?? [], socketsOf.get(pid) ?? []];
    return pid === 0 ? itsFiles.map(strayOf) : targetsOf(pid, itsFiles, itsSockets, lookAt);
  });
  return { targets, searched };
}

function readAll(paths: readonly string[], readers: StatsReaders): readonly StatsReading[] {
  const listed = new Set(paths);
  for (const path of readers.keys()) if (!listed.has(path)) readers.delete(path);
  return paths.map((path) => {
    const reader = readers.get(path) ?? new StatsReader(path);
    readers.set(path, reader);
    return reader.read();
  });
}

// A forked Python child writes its parent's pid into its file: the name knows better.
function pidOf({ file }: StatsReading): number {
  const pid = parseStatsFileName(basename(file.path))?.pid ?? findNumber(file.snapshot, AGENT_FIELDS.pid);
  return pid !== undefined && Number.isSafeInteger(pid) && pid > 0 ? pid : 0;
}

function targetsOf(
  pid: number,
  files: readonly StatsReading[],
  sockets: readonly SocketFile[],
  lookAt: (pid: number) => ProcessLook,
): readonly TargetSample[] {
  // After its files were read: one that ended in between has ended with the values it had.
  const look = lookAt(pid);
  return splitLives(pid, look, { files, sockets }).map((life) => targetOf(pid, look, life));
}

function targetOf(pid: number, look: ProcessLook, life: Life): TargetSample {
  const process = life.isCurrent && 'reading' in look ? look.reading : undefined;
  const verdict = life.isCurrent ? judgeLiving(pid, look, life, readMonotonicMs()) : judgeEnded(pid, look, life);
  return {
    target: { pid, startTicks: life.startTicks },
    name: nameOf(life, process),
    runtime: runtimeOf(life, process),
    ...verdict,
    hasAgent: hasOurAgent(life),
    process,
    files: life.files.map(({ file }) => file),
    socket: socketOf(life),
  };
}

function strayOf(reading: StatsReading): TargetSample {
  const { file } = reading;
  const life: Life = { files: [reading], sockets: [], isCurrent: false, startTicks: undefined };
  return {
    target: { pid: 0, startTicks: undefined, path: file.path },
    name: basename(file.path),
    runtime: runtimeOf(life, undefined),
    state: 'unreadable',
    stateReason: file.reason ?? `${file.path}: neither its name nor a field says which process writes it`,
    hasAgent: hasOurAgent(life),
    process: undefined,
    files: [file],
    socket: undefined,
  };
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => number): ReadonlyMap<number, readonly Item[]> {
  const groups = new Map<number, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
