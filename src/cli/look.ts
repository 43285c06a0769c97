import { setTimeout as wait } from 'node:timers/promises';
import { printable } from '../format/printable.js';
import { appendSample, emptyHistory, type History } from '../model/history.js';
import { Poller } from '../source/poll.js';
import type { SearchedPlace } from '../source/sample.js';
import { parseSelection } from '../source/select.js';
import { complain, type Io } from './io.js';

/** What every command that looks at processes is told. */
export interface LookOptions {
  readonly targets: readonly string[];
  /** Where to look instead of the usual places. */
  readonly dirs: readonly string[];
}

/** Long enough for the kernel's clock ticks (10 ms) to say something of the CPU, too short to be waited for. */
export const BETWEEN_LOOKS_MS = 250;

/**
 * A poller on what the arguments chose; of each path among them that is not there it says so.
 *
 * @throws PortholeError `not-found`, `not-permitted` when none is.
 */
export function openPoller(io: Io, { targets, dirs }: LookOptions): Poller {
  const selection = parseSelection(targets, dirs);
  for (const { message } of selection.missing) complain(io, message);
  return new Poller(selection);
}

/** Two samples a quarter of a second apart, from which CPU and rates can be told; the second has all details. */
export async function lookTwice(io: Io, options: LookOptions): Promise<History> {
  const poller = openPoller(io, options);
  const first = appendSample(emptyHistory, poller.poll());
  if (first.processes.size === 0) return first;
  await wait(BETWEEN_LOOKS_MS);
  return appendSample(first, poller.poll(true));
}

/** Why there is nothing to print: what was asked for, where it was looked for, and what to do about it. */
export function describeNothing(searched: readonly SearchedPlace[], targets: readonly string[]): string {
  const asked =
    targets.length === 0
      ? 'no process found'
      : `no process matches ${targets.map((target) => target || "''").join(' ')}`;
  const places = searched.map(({ path, outcome, reason }) =>
    outcome === 'read'
      ? path
      : `${path} (${outcome === 'absent' ? 'absent' : (reason ?? outcome).replace(`${path}: `, '')})`,
  );
  const looked = places.length === 0 ? '' : `; looked in ${places.join(', ')}`;
  const cure =
    targets.length === 0
      ? 'Start a program with: node --import porthole/register app.js'
      : 'All that there is: porthole ps';
  return printable(`${asked}${looked}. ${cure}`);
}

/** These options as the words of a command line, for a porthole on another machine. */
export function wordsOf({ dirs, targets }: LookOptions): readonly string[] {
  return [...dirs.flatMap((dir) => ['--dir', dir]), ...(targets.length === 0 ? [] : ['--', ...targets])];
}
