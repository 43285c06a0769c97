import { groupBy } from '../group-by.js';
import { matchesTarget, type TargetPattern } from '../target-pattern.js';
import type { History, ProcessHistory } from './history.js';
import { emptyTimeline, type Timeline } from './timeline.js';

/** Processes that are looked at as one. */
export interface GroupRule {
  readonly name: string;
  /** Those of any of these belong to it. */
  readonly patterns: readonly TargetPattern[];
}

/** Which processes are looked at as one. */
export interface Grouping {
  /** A process belongs to the group of the first of these that it meets, else to that of its program. */
  readonly rules: readonly GroupRule[];
  /** More groups, of processes that belong to others too; never listed. */
  readonly extra: readonly GroupRule[];
}

/** Each process belongs to its program. */
export const byProgram: Grouping = { rules: [], extra: [] };

/** Processes of one history under one name, at least one. */
export interface Group {
  readonly name: string;
  /** In the order in which they were found. */
  readonly members: readonly ProcessHistory[];
  /** The quantiles of what all of them observed together. */
  readonly quantiles: Timeline;
}

/** What groups are made of. */
type Grouped = Pick<History, 'processes' | 'grouping'>;

/** The program that a process belongs to: its name without the number that a cluster gives each worker. */
export function applicationOf(name: string): string {
  return name.replace(/(?<=.)#\d+$/s, '');
}

/** The listed group of a process. */
export function groupNameOf({ rules }: Grouping, process: { readonly pid: number; readonly name: string }): string {
  return rules.find((rule) => meetsRule(rule, process))?.name ?? applicationOf(process.name);
}

/** The processes of all groups by their names, in the order in which they were found; memoized on the processes. */
export function groupsOf({ processes, grouping }: Grouped): ReadonlyMap<string, readonly ProcessHistory[]> {
  const known = remembered.get(processes);
  if (known !== undefined) return known;
  const rows = [...processes.values()];
  const groups = groupBy(rows, ({ latest }) => groupNameOf(grouping, identityOf(latest)));
  for (const rule of grouping.extra) {
    const members = groups.has(rule.name) ? [] : rows.filter(({ latest }) => meetsRule(rule, identityOf(latest)));
    if (members.length > 0) groups.set(rule.name, members);
  }
  remembered.set(processes, groups);
  return groups;
}

const remembered = new WeakMap<History['processes'], ReadonlyMap<string, readonly ProcessHistory[]>>();

/** A group by its name; `undefined` when nothing belongs to it. */
export function groupOf(history: History, name: string): Group | undefined {
  const members = groupsOf(history).get(name);
  const [first] = members ?? [];
  if (members === undefined || first === undefined) return undefined;
  const own = isOneFile(members) ? first.timeline : emptyTimeline;
  return { name, members, quantiles: history.groups.get(name) ?? own };
}

/** Those of a group that have not ended. */
export function livingOf({ members }: Group): readonly ProcessHistory[] {
  return members.filter(({ latest }) => latest.state !== 'ended');
}

/** Whether a group's quantiles are those of one file, which its process has already. */
export function isOneFile(members: readonly ProcessHistory[]): boolean {
  return members.length === 1 && (members[0]?.latest.files.length ?? 0) < 2;
}

function meetsRule({ patterns }: GroupRule, process: { readonly pid: number; readonly name: string }): boolean {
  return patterns.some((pattern) => matchesTarget(pattern, process));
}

function identityOf({ target, name }: ProcessHistory['latest']): { readonly pid: number; readonly name: string } {
  return { pid: target.pid, name };
}
