import { matchesTarget, type TargetPattern } from '../target-pattern.js';
import { appendGroupQuantiles, type FoundAgain, type GroupQuantiles } from './group-quantiles.js';
import { type History, limitsOf, type ProcessHistory } from './history.js';
import { sameLifeOf } from './restart.js';

/** Processes that are looked at as one. */
export interface GroupRule {
  readonly name: string;
  /** Those of any of these belong to it. */
  readonly patterns: readonly TargetPattern[];
}

/** The group of a process: the first whose rule it meets, else the processes of its own name. */
export function groupNameOf(
  rules: readonly GroupRule[],
  process: { readonly pid: number; readonly name: string },
): string {
  return rules.find(({ patterns }) => meetsAny(patterns, process))?.name ?? process.name;
}

/** All processes by their group, in the order in which they were found. */
export function groupProcesses(
  history: History,
  rules: readonly GroupRule[],
): ReadonlyMap<string, readonly ProcessHistory[]> {
  const groups = new Map<string, ProcessHistory[]>();
  for (const process of history.processes.values()) {
    const name = groupNameOf(rules, identityOf(process));
    const known = groups.get(name);
    if (known === undefined) groups.set(name, [process]);
    else known.push(process);
  }
  return groups;
}

/** The processes that meet a rule, whatever group they belong to. */
export function processesOf(history: History, { patterns }: GroupRule): readonly ProcessHistory[] {
  return [...history.processes.values()].filter((process) => meetsAny(patterns, identityOf(process)));
}

/**
 * The quantiles of groups with one more moment. A group of one process with one file has none of its own.
 *
 * @param before The history without that moment, and `after` the one with it.
 */
export function appendQuantilesOf(
  groups: ReadonlyMap<string, readonly ProcessHistory[]>,
  quantiles: GroupQuantiles,
  before: History,
  after: History,
): GroupQuantiles {
  const { atMs = 0, wallMs = 0, maxAgeMs } = after;
  const found = new Map<string, readonly FoundAgain[]>();
  for (const [name, members] of groups) {
    const hasOneFile = members.length === 1 && (members[0]?.latest.files.length ?? 0) < 2;
    if (hasOneFile && !quantiles.has(name)) continue;
    const again = ({ key, latest }: ProcessHistory): FoundAgain => {
      return { found: latest, before: sameLifeOf(before.processes.get(key)?.latest, latest) };
    };
    found.set(name, members.map(again));
  }
  return appendGroupQuantiles(quantiles, found, { atMs, wallMs }, limitsOf(maxAgeMs));
}

function meetsAny(
  patterns: readonly TargetPattern[],
  process: { readonly pid: number; readonly name: string },
): boolean {
  return patterns.some((pattern) => matchesTarget(pattern, process));
}

function identityOf({ latest }: ProcessHistory): { readonly pid: number; readonly name: string } {
  return { pid: latest.target.pid, name: latest.name };
}
