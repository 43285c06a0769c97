import type { HistogramSnapshot } from '../format/histogram-buckets.js';
import { groupBy } from '../group-by.js';
import { groupsOf, isOneFile } from './groups.js';
import { mergeHistograms } from './histogram-window.js';
import type { History, ProcessHistory } from './history.js';
import { numbersFrom } from './numbers.js';
import { sameLifeOf } from './restart.js';
import type { Moment } from './series.js';
import { appendMoment, emptyTimeline, type Timeline, type TimelineLimits } from './timeline.js';
import { type ObservedWindow, quantilesOf, windowsBetween } from './window-quantiles.js';

/** The quantiles of what all processes of a group observed together, over time; by the group's name. A value. */
export type GroupQuantiles = ReadonlyMap<string, Timeline>;

/**
 * The quantiles with one more sample: those of all observations of a group's processes since the sample before, as
 * exact as those of one. A group that is no more is forgotten.
 *
 * @param before The history without that sample, and `processes` with it.
 */
export function appendGroupQuantiles(
  before: History,
  processes: History['processes'],
  { atMs, wallMs }: Pick<Moment, 'atMs' | 'wallMs'>,
  limits: TimelineLimits,
): GroupQuantiles {
  const next = new Map<string, Timeline>();
  for (const [name, members] of groupsOf({ processes, grouping: before.grouping })) {
    const known = before.groups.get(name);
    if (known === undefined && isOneFile(members)) continue;
    const numbers = quantilesOf(mergedWindows(members, before));
    if (known === undefined && numbers.size === 0) continue;
    const moment = { atMs, wallMs, isRestart: false };
    next.set(name, appendMoment(known ?? emptyTimeline, moment, numbersFrom(numbers), limits));
  }
  return next;
}

function mergedWindows(
  members: readonly ProcessHistory[],
  before: History,
): readonly (readonly [string, HistogramSnapshot])[] {
  const observed = members.flatMap((process) => windowsSince(process, before.processes.get(process.key)));
  return [...groupBy(observed, ({ label }) => label)].flatMap(([label, windows]) => {
    const merged = mergeHistograms(windows.map(({ window }) => window));
    return merged === undefined ? [] : [[label, merged] as const];
  });
}

function windowsSince({ latest }: ProcessHistory, row: ProcessHistory | undefined): readonly ObservedWindow[] {
  const before = sameLifeOf(row?.latest, latest);
  return before === undefined || latest.state === 'ended' ? [] : windowsBetween(before, latest);
}
