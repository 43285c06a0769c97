/** What the benchmark asks of the process of one case. */
export type CaseRequest =
  | { readonly ask: 'calibrate'; readonly roundMs: number }
  | { readonly ask: 'time' | 'allocate'; readonly count: number };

/** Calibrate: updates a round. Time: ns an update. Allocate: bytes an update, and how many collections there were. */
export interface CaseAnswer {
  readonly value: number;
  readonly collections: number;
}

/** Files that are not there; looking for them marks the begin and the end of the updates in a trace of system calls. */
export const BEGIN_MARK = '/porthole-bench-begin';
export const END_MARK = '/porthole-bench-end';
