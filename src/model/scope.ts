import { groupsOf } from './groups.js';
import type { History } from './history.js';

/**
 * What metrics are looked at: those of a process, of one of its threads, or of all processes of a group.
 *
 * A scope is known by a key that stays the same from sample to sample. That of a process is its own.
 */
export type Scope =
  | { readonly type: 'process'; readonly processKey: string }
  | { readonly type: 'thread'; readonly processKey: string; readonly tid: number }
  | { readonly type: 'group'; readonly group: string };

// No key of a process begins with a line feed.
const GROUP = '\ngroup\n';
const THREAD = '\nthread\n';

/** The key of all processes of a group. */
export function groupKey(group: string): string {
  return GROUP + group;
}

/** The key of one thread of a process. */
export function threadKey(processKey: string, tid: number): string {
  return `${THREAD}${tid}\n${processKey}`;
}

/** What a key stands for. */
export function parseScope(key: string): Scope {
  if (key.startsWith(GROUP)) return { type: 'group', group: key.slice(GROUP.length) };
  if (!key.startsWith(THREAD)) return { type: 'process', processKey: key };
  const end = key.indexOf('\n', THREAD.length);
  return { type: 'thread', processKey: key.slice(end + 1), tid: Number(key.slice(THREAD.length, end)) };
}

/** Whether there is something left to look at under a key. */
export function hasScope(history: History, key: string): boolean {
  const scope = parseScope(key);
  return scope.type === 'group' ? groupsOf(history).has(scope.group) : history.processes.has(scope.processKey);
}
