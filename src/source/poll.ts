import { setTimeout as delay } from 'node:timers/promises';
import { readAgentless } from './agentless.js';
import { readMonotonicMs } from './clock.js';
import { Details } from './details.js';
import { discover, type StatsReaders } from './discover.js';
import { Machine } from './machine.js';
import type { Sample } from './sample.js';
import { everything, type Selection, selectTargets } from './select.js';

/** How often the samples of a poller come, and until when. */
export interface PollOptions {
  readonly intervalMs: number;
  /** Ends the samples; the wait for the next is cut short. */
  readonly signal?: AbortSignal;
}

/**
 * Looks at all chosen processes again and again, and keeps what it knows of
 * their files in between. It holds nothing open.
 *
 * Cost of one poll: some 0.2 ms a process; it blocks this process for so long,
 * and none of those that it looks at.
 */
export class Poller {
  readonly #selection: Selection;
  readonly #readers: StatsReaders = new Map();
  readonly #machine = new Machine();
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
    const [atMs, wallMs] = [readMonotonicMs(), Date.now()];
    const { isWholeMachine, listPlaces } = this.#selection;
    this.#machine.refresh(isWholeMachine);
    const { targets, searched } = discover(listPlaces(), this.#readers, (pid) => this.#machine.look(pid));
    const living = targets.filter(({ state }) => state !== 'ended').map(({ target }) => target.pid);
    const agentless = isWholeMachine ? readAgentless(this.#machine, new Set(living)) : [];
    const chosen = selectTargets(this.#selection, [...targets, ...agentless]);
    return { atMs, wallMs, targets: this.#details.addTo(chosen, isThorough), searched };
  }

  /**
   * A sample at once, and then one at each multiple of the interval.
   *
   * The next poll waits until its sample is asked for, so two never overlap;
   * moments that passed meanwhile are left out, not made up for.
   */
  async *samples({ intervalMs, signal }: PollOptions): AsyncGenerator<Sample, void, void> {
    let startMs: number | undefined;
    let turn = 0;
    let waitMs = 0;
    while (await waited(waitMs, signal)) {
      const sample = this.poll();
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
