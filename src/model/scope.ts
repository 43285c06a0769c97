import type { History, ProcessHistory } from './history.js';

/**
 * What metrics are looked at: those of a process, of one of its threads, or of all processes of one program.
 *
 * A scope is known by a key that stays the same from sample to sample. That of a process is its own.
 */
export type Scope =
  | { readonly type: 'process'; readonly processKey: string }
  | { readonly type: 'thread'; readonly processKey: string; readonly tid: number }
  | { readonly type: 'group'; readonly application: string };

// No key of a process begins with a line feed.
const GROUP = '\ngroup\n';
const THREAD = '\nthread\n';

/** The key of all processes of one program. */
export function groupKey(application: string): string {
  return GROUP + application;
}

/** The key of one thread of a process. */
export function threadKey(processKey: string, tid: number): string {
  return `${THREAD}${tid}\n${processKey}`;
}

/** What a key stands for. */
export function parseScope(key: string): Scope {
  if (key.startsWith(GROUP)) return { type: 'group', application: key.slice(GROUP.length) };
  if (!key.startsWith(THREAD)) return { type: 'process', processKey: key };
  const end = key.indexOf('\n', THREAD.length);
  return { type: 'thread', processKey: key.slice(end + 1), tid: Number(key.slice(THREAD.length, end)) };
}

/** The program that a process belongs to: its name without the number that a cluster gives each worker. */
export function applicationOf(name: string): string {
  return name.replace(/(?<=.)#\d+$/s, '');
}

/** The processes of a program, in the order in which they were found; memoized. */
export function membersOf(history: History, application: string): readonly ProcessHistory[] {
  let groups = grouped.get(history.processes);
  if (groups === undefined) {
    groups = groupByApplication(history.processes.values());
    grouped.set(history.processes, groups);
  }
  return groups.get(application) ?? [];
}

/** Whether there is something left to look at under a key. */
export function hasScope(history: History, key: string): boolean {
  const scope = parseScope(key);
  return scope.type === 'group'
    ? membersOf(history, scope.application).length > 0
    : history.processes.has(scope.processKey);
}

const grouped = new WeakMap<History['processes'], ReadonlyMap<string, readonly ProcessHistory[]>>();

function groupByApplication(processes: Iterable<ProcessHistory>): ReadonlyMap<string, readonly ProcessHistory[]> {
  const groups = new Map<string, ProcessHistory[]>();
  for (const process of processes) {
    const application = applicationOf(process.latest.name);
    const members = groups.get(application);
    if (members === undefined) groups.set(application, [process]);
    else members.push(process);
  }
  return groups;
}
