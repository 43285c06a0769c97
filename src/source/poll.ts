import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseSocketName, parseStatsFileName } from '../target.js';
import { readAgentless } from './agentless.js';
import { readMonotonicMs } from './clock.js';
import { Details } from './details.js';
import { discoverInSteps } from './discover.js';
import { atOnce, inSlices, type Steps } from './in-slices.js';
import { FolderListings, type Listing } from './list-place.js';
import { Machine } from './machine.js';
import { OpenFiles } from './open-files.js';
import { type Processes, translatePid } from './pid-translation.js';
import type { ProcessLook } from './process-info.js';
import { placesOfPrograms } from './process-places.js';
import type { Sample, SearchedPlace } from './sample.js';
import { everything, type Selection, selectTargets } from './select.js';
import { StatsReaders } from './stats-readers.js';

/** How often the samples of a poller come, and until when. */
export interface PollOptions {
  readonly intervalMs: number;
  /** Ends the samples; the wait for the next is cut short. */
  readonly signal?: AbortSignal;
}

// A key that is pressed meanwhile is answered after so long.
const SLICE_MS = 5;

/**
 * Looks at all chosen processes again and again, and keeps what it knows of
 * their files in between. Files stay open only while {@link samples} are taken.
 *
 * Cost of one poll: some 0.2 ms a process, in this process and none of those that it looks at. A poll blocks it for so
 * long; samples leave room for other work every {@link SLICE_MS}.
 */
export class Poller {
  readonly #selection: Selection;
  readonly #files = new OpenFiles();
  readonly #readers = new StatsReaders(this.#files);
  readonly #machine = new Machine(this.#files);
  readonly #folders = new FolderListings();
  readonly #details = new Details(this.#machine);

  constructor(selection: Selection = everything()) {
    this.#selection = selection;
  }

  /**
   * One look at everything. Never throws.
   *
   * @param isThorough Whether the ports and managers of all processes must be in it; else those of new ones come little by little.
   */
  poll(isThorough = false): Sample {
    return atOnce(this.#look(isThorough));
  }

  *#look(isThorough: boolean): Steps<Sample> {
    const [atMs, wallMs] = [readMonotonicMs(), Date.now()];
    const { isWholeMachine } = this.#selection;
    this.#machine.refresh(isWholeMachine);
    const listing = this.#list();
    const targets = yield* discoverInSteps(listing, this.#readers, this.#processes());
    const living = targets.filter(({ state }) => state !== 'ended').map(({ target }) => target.pid);
    const closed = listing.searched.filter(({ outcome }) => outcome === 'unreadable').map(({ path }) => path);
    const agentless = isWholeMachine ? readAgentless(this.#machine, new Set(living), closed) : [];
    const chosen = selectTargets(this.#selection, [...targets, ...agentless]);
    const searched = [...listing.searched, ...(isWholeMachine ? describeHiddenProcesses() : [])];
    yield;
    this.#files.closeUnused();
    return { atMs, wallMs, targets: this.#details.addTo(chosen, isThorough), searched };
  }

  #list(): Listing {
    const places = this.#selection.listPlaces();
    const listing = this.#folders.list(places);
    if (!this.#selection.isWholeMachine) return listing;
    const pids = [...listing.files, ...listing.sockets].flatMap(({ path }) => pidInName(basename(path)) ?? []);
    const more = placesOfPrograms(this.#machine, new Set(pids));
    return more.length === 0 ? listing : this.#folders.list([...places, ...more]);
  }

  #processes(): Processes {
    const look = (pid: number): ProcessLook => this.#machine.look(pid);
    const programs = this.#machine.listInner();
    return { look, pidHere: (named) => translatePid(named, look, programs) };
  }

  /**
   * A sample at once, and then one at each multiple of the interval.
   *
   * The next poll waits until its sample is asked for, so two never overlap;
   * moments that passed meanwhile are left out, not made up for. Stats files and what `/proc` says of their processes
   * are kept open until the samples end.
   */
  async *samples({ intervalMs, signal }: PollOptions): AsyncGenerator<Sample, void, void> {
    using kept = this.#files;
    kept.keep();
    let startMs: number | undefined;
    let turn = 0;
    let waitMs = 0;
    while (await waited(waitMs, signal)) {
      const sample = await inSlices(this.#look(false), SLICE_MS);
      startMs ??= sample.atMs;
      yield sample;
      const elapsedMs = readMonotonicMs() - startMs;
      // A timer may ring a little early: the same turn must not come twice.
      turn = Math.max(turn, Math.floor(elapsedMs / intervalMs)) + 1;
      waitMs = Math.max(0, turn * intervalMs - elapsedMs);
    }
  }
}

async function waited(waitMs: number, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    await delay(waitMs, undefined, signal === undefined ? {} : { signal });
    return true;
  } catch {
    return false;
  }
}

function pidInName(fileName: string): number | undefined {
  return parseStatsFileName(fileName)?.pid ?? parseSocketName(fileName);
}

// Where /proc is mounted so, not even the first process is to be seen.
function describeHiddenProcesses(): readonly SearchedPlace[] {
  if (process.platform !== 'linux' || existsSync('/proc/1')) return [];
  const reason = `/proc hides the processes of other users (mount option hidepid): sudo porthole`;
  return [{ path: '/proc', outcome: 'unreadable', reason }];
}
