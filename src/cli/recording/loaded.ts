import type { History } from '../../model/history.js';
import type { Sample } from '../../source/sample.js';
import { pidKey, type Target, targetKey } from '../../target.js';
import type { OpenedRecording } from '../../ui/recording-state.js';

/** A recording or a folder, for the screen and for those without a terminal. */
export interface Loaded {
  readonly opened: OpenedRecording;
  /** The history up to the last sample, without the rows that had left it. */
  readonly lastHistory: History;
  readonly lastSample: Sample;
  /** The one before it. */
  readonly sampleBefore: Sample | undefined;
  readonly sampleCount: number;
  readonly firstWallMs: number;
}

/** The row of a process in a history. */
export function rowKeyOf({ processes }: History, target: Pick<Target, 'pid' | 'startTicks' | 'host'>): string {
  const key = targetKey(target);
  const row =
    [...processes.values()].find(
      ({ latest, formerKeys }) => targetKey(latest.target) === key || formerKeys.includes(key),
    ) ?? [...processes.values()].find(({ latest }) => pidKey(latest.target) === pidKey(target));
  return row?.key ?? key;
}
