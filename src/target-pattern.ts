import { matchesGlob } from './glob.js';

/** How a person chooses a process without a path: a pid, or a name or glob on it. */
export type TargetPattern =
  | { readonly type: 'pid'; readonly pid: number }
  | { readonly type: 'name'; readonly pattern: string };

/** `4121` is a pid; everything else, `api*`, a pattern on names. */
export function parseTargetPattern(text: string): TargetPattern {
  return /^\d{1,10}$/.test(text) ? { type: 'pid', pid: Number(text) } : { type: 'name', pattern: text };
}

/** Whether a process of this pid and name is chosen. */
export function matchesTarget(pattern: TargetPattern, { pid, name }: { pid: number; name: string }): boolean {
  return pattern.type === 'pid' ? pattern.pid === pid : matchesGlob(pattern.pattern, name);
}
