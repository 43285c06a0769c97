import type { TargetSample } from '../source/sample.js';
import { targetKey } from '../target.js';
import type { ProcessHistory } from './history.js';

/** A process of the sample, and the row it continues; `undefined` when it begins one. */
export interface Continuation {
  readonly found: TargetSample;
  readonly row: ProcessHistory | undefined;
}

/**
 * Which row each process of a sample continues.
 *
 * A living process that is new continues the row of one of its name that was
 * seen alive and is no more; where there are several, the last that ended. What
 * is left of the earlier life (its files) then makes no row.
 */
export function continueRows(
  rows: readonly ProcessHistory[],
  targets: readonly TargetSample[],
): readonly Continuation[] {
  const living = targets.filter(({ state }) => state !== 'ended');
  // The first of a key; a thousand rows are looked for among a thousand.
  const byKey = new Map(rows.toReversed().map((row) => [targetKey(row.latest.target), row] as const));
  const continued = new Map<ProcessHistory, TargetSample>();
  const fresh: TargetSample[] = [];
  for (const found of living) {
    const row = byKey.get(targetKey(found.target));
    if (row === undefined) fresh.push(found);
    else continued.set(row, found);
  }
  const begun: TargetSample[] = [];
  for (const found of fresh) {
    const row = findEarlierLife(rows, found.name, continued);
    if (row === undefined) begun.push(found);
    else continued.set(row, found);
  }
  for (const found of targets) {
    if (found.state !== 'ended') continue;
    const row = rows.find((candidate) => isLifeOf(candidate, found));
    if (row === undefined) begun.push(found);
    else if (!continued.has(row)) continued.set(row, found);
  }
  return [
    ...[...continued].map(([row, found]) => ({ found, row })),
    ...begun.map((found) => ({ found, row: undefined })),
  ];
}

function findEarlierLife(
  rows: readonly ProcessHistory[],
  name: string,
  continued: ReadonlyMap<ProcessHistory, TargetSample>,
): ProcessHistory | undefined {
  return rows
    .filter((row) => row.latest.name === name && row.wasAlive && !continued.has(row))
    .toSorted((a, b) => (a.endedAtMs ?? Number.POSITIVE_INFINITY) - (b.endedAtMs ?? Number.POSITIVE_INFINITY))
    .at(-1);
}

// The files of a neighbour do not record the start of their process: once it is gone, the pid has to do.
function isLifeOf(row: ProcessHistory, { target }: TargetSample): boolean {
  const lives = [targetKey(row.latest.target), ...row.formerKeys];
  if (target.startTicks !== undefined) return lives.includes(targetKey(target));
  return lives.some((life) => life.startsWith(`${target.pid}@`));
}
