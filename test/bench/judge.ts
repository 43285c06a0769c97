import type { Row } from './report.js';

/** A promise of the project: how the time of one case compares with another's. */
export interface Promised {
  readonly of: string;
  readonly against: string;
  /** The time is at most so many times the other's. */
  readonly atMost?: number;
  /** The other's time is at least so many times this one's. */
  readonly timesFaster?: number;
}

/** One row for each promise of which both cases were measured. */
export function judge(promises: readonly Promised[], timeOf: ReadonlyMap<string, number>): readonly Row[] {
  return promises.flatMap(({ of, against, atMost = 1, timesFaster }) => {
    const [ours, theirs] = [timeOf.get(of), timeOf.get(against)];
    if (ours === undefined || theirs === undefined) return [];
    const ratio = timesFaster === undefined ? ours / theirs : theirs / ours;
    const isKept = timesFaster === undefined ? ratio <= atMost : ratio >= timesFaster;
    const promise = timesFaster === undefined ? `≤ ${atMost} ×` : `≥ ${timesFaster} × faster`;
    return [{ case: of, against, ratio, promise, kept: isKept ? 'yes' : 'no' }];
  });
}
