import type { HistogramSnapshot } from '../format/histogram-buckets.js';
import type { TargetSample } from '../source/sample.js';
import { mergeHistograms } from './histogram-window.js';
import { numbersFrom } from './numbers.js';
import { applicationOf } from './scope.js';
import { appendMoment, emptyTimeline, type Timeline, type TimelineLimits } from './timeline.js';
import { quantilesOf, windowsBetween } from './window-quantiles.js';

/** The quantiles of what all processes of a program observed together, over time; by the program. */
export type GroupQuantiles = ReadonlyMap<string, Timeline>;

/** A process and what it was in the sample before, in the same life. */
export interface FoundAgain {
  readonly found: TargetSample;
  readonly before: TargetSample | undefined;
}

/**
 * The quantiles with one more sample: those of all observations of a program's processes since the sample before, as
 * exact as those of one. Only a program that was seen twice at once has any.
 */
export function appendGroupQuantiles(
  groups: GroupQuantiles,
  found: readonly FoundAgain[],
  moment: { readonly atMs: number; readonly wallMs: number },
  limits: TimelineLimits,
): GroupQuantiles {
  const programs = new Map<string, FoundAgain[]>();
  for (const one of found) {
    const application = applicationOf(one.found.name);
    const members = programs.get(application);
    if (members === undefined) programs.set(application, [one]);
    else members.push(one);
  }
  const next = new Map<string, Timeline>();
  for (const [application, members] of programs) {
    const before = groups.get(application);
    if (members.length < 2 && before === undefined) continue;
    const quantiles = quantilesOf(mergedWindows(members));
    if (before === undefined && quantiles.size === 0) continue;
    next.set(
      application,
      appendMoment(before ?? emptyTimeline, { ...moment, isRestart: false }, numbersFrom(quantiles), limits),
    );
  }
  return next;
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
