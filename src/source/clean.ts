import { unlinkSync } from 'node:fs';
import { describeFailure } from './failure.js';
import { readProcess } from './process-info.js';
import type { TargetSample } from './sample.js';
import { readStallsFile } from './stalls-file.js';

/** What a dead process left behind, and what became of it. */
export interface Leftover {
  /** 0: neither its name nor what is in it says whose it is. */
  readonly pid: number;
  readonly path: string;
  /** Why it is still there; `undefined` when it was removed. */
  readonly reason: string | undefined;
}

/**
 * Removes the stats files, sockets and stalls of processes that are gone, and leaves everything else.
 *
 * Gone means that nobody has the pid, or that the file records another start
 * than that of the process that has it now. Times alone prove nothing: a clock may have been set.
 *
 * @param isDryRun Only says what would be removed.
 */
export function removeLeftovers(targets: readonly TargetSample[], isDryRun: boolean): readonly Leftover[] {
  return targets.filter(isGone).flatMap((sample) => {
    const { pid } = sample.target;
    const others = [sample.socket, readStallsFile(sample)?.path].filter((path) => path !== undefined);
    const paths = [...sample.files.map(({ path }) => path), ...others];
    return paths.map((path) => ({ pid, path, reason: reasonToKeep(path) ?? (isDryRun ? undefined : remove(path)) }));
  });
}

/** The files of which nobody can say whose they are: half made, damaged, or of a writer that does not say its pid. They stay. */
export function undecidedFiles(targets: readonly TargetSample[]): readonly Leftover[] {
  const strays = targets.filter(({ target }) => target.pid === 0).flatMap(({ files }) => files);
  return strays.map(({ path, reason }) => ({
    pid: 0,
    path,
    reason: reason ?? `${path}: neither its name nor a field sys.pid says whose it is`,
  }));
}

function isGone({ state, target }: TargetSample): boolean {
  return state === 'ended' && (target.startTicks !== undefined || readProcess(target.pid).state === 'gone');
}

// Whether a pid of another namespace is gone cannot be proved from here.
function reasonToKeep(path: string): string | undefined {
  return path.startsWith('/proc/') ? `${path}: in another mount namespace: run porthole clean there` : undefined;
}

function remove(path: string): string | undefined {
  try {
    unlinkSync(path);
    return undefined;
  } catch (thrown) {
    const { isAbsent, reason } = describeFailure(path, thrown);
    // Somebody else was faster.
    return isAbsent ? undefined : reason;
  }
}
