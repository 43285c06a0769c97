import { basename } from 'node:path';
import { AGENT_FIELDS } from '../format/agent-fields.js';
import { findNumber } from '../format/find-field.js';
import { parseStatsFileName } from '../target.js';
import { readMonotonicMs } from './clock.js';
import { atOnce, type Steps } from './in-slices.js';
import { judgeEnded, judgeLiving } from './judge-state.js';
import type { Listing, SocketFile } from './list-place.js';
import { type Life, splitLives } from './lives.js';
import { hasOurAgent, nameOf, runtimeOf, socketOf } from './name-target.js';
import type { NamedPid, Processes } from './pid-translation.js';
import { type ProcessLook, readProcess } from './process-info.js';
import type { StatsReading } from './read-stats.js';
import type { TargetSample } from './sample.js';
import { StatsReaders } from './stats-readers.js';

/** What is asked where only the processes of our own namespaces matter. */
const OWN_PROCESSES: Processes = { look: (pid) => readProcess(pid), pidHere: ({ pid }) => pid };

// A program that begins between our two looks is in the second only: it is for the next poll.
const FRESH_MS = 2000;

/**
 * Looks at what was listed and at the process behind every file and socket. Never throws.
 *
 * The files of all threads of a process, and its socket, make one target; those
 * of an earlier process of the same pid another. The pid comes from the name of a
 * file, or from its `sys.pid` where the name says nothing; a file that has
 * neither is a target of its own with pid 0.
 *
 * @param readers Those of the last look.
 */
export function discover(
  listing: Listing,
  readers = new StatsReaders(),
  processes: Processes = OWN_PROCESSES,
): readonly TargetSample[] {
  return atOnce(discoverInSteps(listing, readers, processes));
}

/** As {@link discover}, a step for each file and each process. */
export function* discoverInSteps(
  listing: Listing,
  readers: StatsReaders,
  processes: Processes,
): Steps<readonly TargetSample[]> {
  const groups = new Map<string, Group>();
  const groupOf = ({ key, pid, isHere }: Owner): Group => {
    const group = groups.get(key) ?? { pid, isHere, files: [], sockets: [] };
    groups.set(key, group);
    return group;
  };
  const strays: StatsReading[] = [];
  for (const { place, reading } of yield* readers.readAll(listing.files)) {
    const pid = pidOf(reading);
    const startTicks = findNumber(reading.file.snapshot, AGENT_FIELDS.startTicks) || undefined;
    const owner = ownerOf({ pid, mountNamespace: place.mountNamespace, startTicks }, processes);
    if (pid === 0) strays.push(reading);
    else groupOf(owner).files.push(withTid(reading, pid, owner.pid));
  }
  for (const socket of listing.sockets) {
    const named = { pid: socket.pid, mountNamespace: socket.place.mountNamespace, startTicks: undefined };
    groupOf(ownerOf(named, processes)).sockets.push(socket);
  }
  const ordered = [...groups.values()].toSorted((a, b) => a.pid - b.pid);
  const targets = strays.map(strayOf);
  for (const group of ordered) {
    yield;
    targets.push(...targetsOf(group, processes));
  }
  return targets;
}

interface Owner {
  readonly key: string;
  readonly pid: number;
  /** Whether it is a pid of ours; else one of a namespace in which no process has it. */
  readonly isHere: boolean;
}

interface Group {
  readonly pid: number;
  readonly isHere: boolean;
  readonly files: StatsReading[];
  readonly sockets: SocketFile[];
}

function ownerOf(named: NamedPid, processes: Processes): Owner {
  const pid = named.pid === 0 ? 0 : processes.pidHere(named);
  if (pid !== undefined) return { key: String(pid), pid, isHere: true };
  return { key: `${named.pid} in ${named.mountNamespace}`, pid: named.pid, isHere: false };
}

// A forked Python child writes its parent's pid into its file: the name knows better.
function pidOf({ file }: StatsReading): number {
  const pid = parseStatsFileName(basename(file.path))?.pid ?? findNumber(file.snapshot, AGENT_FIELDS.pid);
  return pid !== undefined && Number.isSafeInteger(pid) && pid > 0 ? pid : 0;
}

// The main thread has the number of its process, in either namespace.
function withTid(reading: StatsReading, namedPid: number, pid: number): StatsReading {
  if (namedPid === pid || reading.file.tid !== namedPid) return reading;
  return { ...reading, file: { ...reading.file, tid: pid } };
}

function targetsOf({ pid, isHere, files, sockets }: Group, processes: Processes): readonly TargetSample[] {
  const changedWallMs = [...files, ...sockets].map((one) => one.changedWallMs ?? 0);
  if (!isHere && Date.now() - Math.max(...changedWallMs) < FRESH_MS) return [];
  // After its files were read: one that ended in between has ended with the values it had.
  const look = isHere ? processes.look(pid) : ({ state: 'gone' } as const);
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
