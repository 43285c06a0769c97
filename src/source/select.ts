import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, sep } from 'node:path';
import { PortholeError } from '../errors.js';
import { isStatsFileName, parseSocketName } from '../target.js';
import { matchesTarget, parseTargetPattern, type TargetPattern } from '../target-pattern.js';
import { describeFailure } from './failure.js';
import { type Place, placeAt, usualPlaces } from './places.js';
import type { TargetSample } from './sample.js';

/** What was chosen by the `TARGET` arguments: where to look, and what of that to show. */
export interface Selection {
  /** Asked for with every poll, for folders come and go. */
  readonly listPlaces: () => readonly Place[];
  /** Whether the usual places are searched, and so Node processes without an agent are wanted too. */
  readonly isWholeMachine: boolean;
  /** None: everything that is found. */
  readonly choices: readonly TargetChoice[];
  /** Paths among them where nothing is, or nothing that is open to us. */
  readonly missing: readonly PortholeError[];
}

/** One `TARGET`; paths are real ones. */
export type TargetChoice =
  | TargetPattern
  | { readonly type: 'file'; readonly path: string }
  | { readonly type: 'socket'; readonly path: string }
  | { readonly type: 'folder'; readonly path: string };

/** Everything in the usual places, or in `dirs` where there are any. */
export function everything(dirs: readonly string[] = []): Selection {
  const hasDirs = dirs.length > 0;
  return {
    listPlaces: () => (hasDirs ? dirs.map(placeAt) : usualPlaces()),
    isWholeMachine: !hasDirs,
    choices: [],
    missing: [],
  };
}

/**
 * Understands `TARGET` arguments: a pid, a name or glob on it, the path of a stats file or socket, or a folder.
 *
 * A text that starts with `/` or `.` is a path, and so is one with a slash, or the name of a stats file or socket,
 * when there is such a thing here; `shop/server.js` is else a name. Paths are looked at where they are; the usual places (or `dirs`) are
 * searched for pids and names, and for everything when there is no `TARGET`.
 *
 * A path that is gone, as a file of a program that has just ended, keeps nobody from the others.
 *
 * @throws PortholeError when nothing else was chosen: `not-found` for a path where there is nothing, `not-permitted` for
 *   one that is not open to us.
 */
export function parseSelection(targets: readonly string[], dirs: readonly string[] = []): Selection {
  const parsed = targets.map(parseChoice);
  const missing = parsed.filter((one) => one instanceof PortholeError);
  const choices = parsed.flatMap((one) => (one instanceof PortholeError ? [] : one));
  const [first] = missing;
  if (choices.length === 0 && first !== undefined) throw first;
  const ofPaths = choices.flatMap((choice) => placeOf(choice) ?? []);
  const isPathsOnly = choices.length > 0 && ofPaths.length === choices.length;
  const isUsualSearched = !isPathsOnly || dirs.length > 0;
  const listPlaces = (): readonly Place[] => [...(isUsualSearched ? everything(dirs).listPlaces() : []), ...ofPaths];
  return { listPlaces, isWholeMachine: !isPathsOnly && dirs.length === 0, choices, missing };
}

/** The chosen targets, in their order. Of a process that was only chosen by the path of a file, that file alone. */
export function selectTargets({ choices }: Selection, targets: readonly TargetSample[]): readonly TargetSample[] {
  if (choices.length === 0) return targets;
  return targets.flatMap((target) => {
    const chosen = choices.filter((choice) => isChosen(choice, target));
    if (chosen.length === 0) return [];
    if (chosen.some(({ type }) => type !== 'file')) return [target];
    const paths = new Set(chosen.map((choice) => (choice.type === 'file' ? choice.path : '')));
    return [{ ...target, files: target.files.filter(({ path }) => paths.has(path)) }];
  });
}

function parseChoice(text: string): TargetChoice | PortholeError {
  const mayBePath =
    text.includes(sep) || text === '.' || text === '..' || isStatsFileName(text) || parseSocketName(text) !== undefined;
  if (!mayBePath || (!/^[./]/.test(text) && !existsSync(text))) return parseTargetPattern(text);
  try {
    const path = realpathSync(text);
    const stat = lstatSync(path);
    return { type: stat.isDirectory() ? 'folder' : stat.isSocket() ? 'socket' : 'file', path };
  } catch (thrown) {
    const { isForbidden, reason } = describeFailure(text, thrown);
    return new PortholeError(isForbidden ? 'not-permitted' : 'not-found', reason, { cause: thrown });
  }
}

function placeOf(choice: TargetChoice): Place | undefined {
  if (choice.type === 'folder') return placeAt(choice.path);
  if (choice.type === 'socket') return placeAt(dirname(choice.path));
  if (choice.type !== 'file') return undefined;
  // A file that was named is read whatever its name is.
  const name = basename(choice.path);
  return { path: dirname(choice.path), isStats: (fileName) => fileName === name };
}

function isChosen(choice: TargetChoice, { target, name, files, socket }: TargetSample): boolean {
  if (choice.type === 'pid' || choice.type === 'name') return matchesTarget(choice, { pid: target.pid, name });
  const paths = [...files.map(({ path }) => path), ...(socket === undefined ? [] : [socket])];
  return paths.some((path) => (choice.type === 'folder' ? dirname(path) : path) === choice.path);
}
