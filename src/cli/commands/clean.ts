import { printable } from '../../format/printable.js';
import { removeLeftovers, undecidedFiles } from '../../source/clean.js';
import { EXIT_DONE, EXIT_FAILED } from '../exit-code.js';
import { complain, type Io, print, printJson } from '../io.js';
import { type LookOptions, openPoller } from '../look.js';

export interface CleanOptions extends LookOptions {
  readonly json: boolean;
  readonly dryRun: boolean;
}

/** `porthole clean`: removes what dead processes left, says each, and each that it cannot judge, and counts as cleanstats does. */
export async function runClean(io: Io, options: CleanOptions): Promise<number> {
  const { targets } = openPoller(io, options).poll();
  const leftovers = removeLeftovers(targets, options.dryRun);
  const removed = leftovers.filter(({ reason }) => reason === undefined);
  const kept = leftovers.filter(({ reason }) => reason !== undefined);
  const undecided = undecidedFiles(targets);
  const alive = targets.filter(({ state }) => state === 'live' || state === 'stuck').length;
  if (options.json) await printJson(io, { version: 1, dryRun: options.dryRun, removed, kept, undecided, alive });
  else {
    const verb = options.dryRun ? 'Would delete' : 'Deleting';
    const lines = removed.map(({ pid, path }) => `PID ${pid} not found. ${verb} ${printable(path)}\n`);
    await print(io, `${lines.join('')}Removed ${options.dryRun ? 0 : removed.length}  -  ${alive} alive\n`);
  }
  for (const { path, reason = '' } of [...kept, ...undecided]) {
    complain(io, reason.includes(path) ? reason : `${path}: ${reason}`);
  }
  return kept.length === 0 ? EXIT_DONE : EXIT_FAILED;
}
