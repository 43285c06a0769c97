import type { HistogramSnapshot } from '../format/histogram-buckets.js';
import type { TargetSample } from '../source/sample.js';
import { mergeHistograms } from './histogram-window.js';
import { numbersFrom } from './numbers.js';
import { applicationOf } from './scope.js';
import { appendMoment, emptyTimeline, type Timeline, type TimelineLimits } from './timeline.js';
import { quantilesOf, windowsBetween } from './window-quantiles.js';

/** The quantiles of what all processes of a group observed together, over time; by the group's name. A value. */
export type GroupQuantiles = ReadonlyMap<string, Timeline>;

/** A process and what it was in the sample before, in the same life. */
export interface FoundAgain {
  readonly found: TargetSample;
  readonly before: TargetSample | undefined;
}

/**
 * The quantiles with one more sample: those of all observations of a group's processes since the sample before, as
 * exact as those of one. A group that is no more is forgotten.
 */
export function appendGroupQuantiles(
  quantiles: GroupQuantiles,
  groups: ReadonlyMap<string, readonly FoundAgain[]>,
  moment: { readonly atMs: number; readonly wallMs: number },
  limits: TimelineLimits,
): GroupQuantiles {
  const next = new Map<string, Timeline>();
  for (const [name, members] of groups) {
    const before = quantiles.get(name);
    const numbers = quantilesOf(mergedWindows(members));
    if (before === undefined && numbers.size === 0) continue;
    const { atMs, wallMs } = moment;
    next.set(
      name,
      appendMoment(before ?? emptyTimeline, { atMs, wallMs, isRestart: false }, numbersFrom(numbers), limits),
    );
  }
  return next;
}

/** The programs that were seen twice at once, now or earlier, with their processes. */
export function repeatedPrograms(
  found: readonly FoundAgain[],
  known: GroupQuantiles,
): ReadonlyMap<string, readonly FoundAgain[]> {
  const programs = new Map<string, FoundAgain[]>();
  for (const one of found) {
    const application = applicationOf(one.found.name);
    const members = programs.get(application);
    if (members === undefined) programs.set(application, [one]);
    else members.push(one);
  }
  return new Map([...programs].filter(([name, members]) => members.length > 1 || known.has(name)));
}

function mergedWindows(members: readonly FoundAgain[]): readonly (readonly [string, HistogramSnapshot])[] {
  const byLabel = new Map<string, HistogramSnapshot[]>();
  for (const { found, before } of members) {
    if (before === undefined || found.state === 'ended') continue;
    for (const { label, window } of windowsBetween(before, found)) {
      const windows = byLabel.get(label);
      if (windows === undefined) byLabel.set(label, [window]);
      else windows.push(window);
    }
  }
  return [...byLabel].flatMap(([label, windows]) => {
    const merged = mergeHistograms(windows);
    return merged === undefined ? [] : [[label, merged] as const];
  });
}
