import type { Aggregator } from '../model/aggregate.js';
import type { TreeLine } from '../model/process-tree.js';

/** The list of processes as a tree: program, process, thread. */
export interface TreeState {
  /** One line a process, whatever program it belongs to. */
  readonly isFlat: boolean;
  /** Keys of the groups, and of the processes with threads, that are open. */
  readonly open: ReadonlySet<string>;
  /** How the numbers of a group's processes become one; `undefined`: each as fits it. */
  readonly aggregator: Aggregator | undefined;
  /** What is seen of it, from top to bottom. */
  readonly lines: readonly TreeLine[];
}

/** Before the first sample. */
export const emptyTree: TreeState = { isFlat: false, open: new Set(), aggregator: undefined, lines: [] };
