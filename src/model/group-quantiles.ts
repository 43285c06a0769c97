import type { HistogramSnapshot } from '../format/histogram-buckets.js';
import type { TargetSample } from '../source/sample.js';
import { targetKey } from '../target.js';
import { histogramBetween, mergeHistograms } from './histogram-window.js';
import { type History, MAX_COLUMNS, type ProcessHistory } from './history.js';
import { quantileOf, SHOWN_QUANTILES } from './quantile.js';
import { MAX_POINTS } from './series.js';
import { appendMoment, emptyTimeline, type Timeline } from './timeline.js';
import { quantileKey, REMEMBERED_QUANTILES } from './window-quantiles.js';

/** Of each group of several processes (or threads) the quantiles of its histograms and timers over time, by label. A value. */
export type GroupQuantiles = ReadonlyMap<string, Timeline>;

/**
 * The quantiles with one more moment: of what all processes of a group observed since the sample before, merged bucket
 * by bucket, so that they are those of all observations together. A group that is no more is forgotten.
 *
 * @param before The history without that sample, and `after` the one with it.
 */
export function appendGroupQuantiles(
  quantiles: GroupQuantiles,
  groups: ReadonlyMap<string, readonly ProcessHistory[]>,
  before: History,
  after: History,
): GroupQuantiles {
  const { atMs = 0, wallMs = 0, maxAgeMs } = after;
  const limits = { maxAgeMs, maxRows: MAX_POINTS, maxColumns: MAX_COLUMNS };
  const next = new Map<string, Timeline>();
  for (const [name, members] of groups) {
    const hasOneFile = members.length === 1 && (members[0]?.latest.files.length ?? 0) < 2;
    if (hasOneFile && !quantiles.has(name)) continue;
    const numbers = new Map<string, number>();
    for (const [label, windows] of windowsOf(members, before)) {
      const merged = mergeHistograms(windows);
      for (const quantile of REMEMBERED_QUANTILES) {
        const value = merged === undefined ? undefined : quantileOf(merged, SHOWN_QUANTILES[quantile]);
        if (value !== undefined) numbers.set(quantileKey(label, quantile), value);
      }
    }
    const moment = { atMs, wallMs, isRestart: false };
    next.set(name, appendMoment(quantiles.get(name) ?? emptyTimeline, moment, numbers, limits));
  }
  return next;
}

function windowsOf(
  members: readonly ProcessHistory[],
  before: History,
): ReadonlyMap<string, readonly HistogramSnapshot[]> {
  const windows = new Map<string, HistogramSnapshot[]>();
  for (const { key, latest } of members) {
    const earlier = before.processes.get(key)?.latest;
    if (earlier === undefined || latest.state === 'ended') continue;
    if (targetKey(earlier.target) !== targetKey(latest.target)) continue;
    for (const [label, window] of observedBetween(earlier, latest)) {
      const known = windows.get(label);
      if (known === undefined) windows.set(label, [window]);
      else known.push(window);
    }
  }
  return windows;
}

function observedBetween(
  before: TargetSample,
  after: TargetSample,
): readonly (readonly [label: string, window: HistogramSnapshot])[] {
  return after.files.flatMap(({ path, snapshot }) => {
    const earlier = before.files.find((file) => file.path === path)?.snapshot;
    const was = new Map(earlier?.fields.map(({ label, histogram }) => [label, histogram]));
    return (snapshot?.fields ?? []).flatMap(({ label, histogram }) => {
      if (histogram === undefined || histogram.count === 0) return [];
      const start = was.get(label);
      return [[label, start === undefined ? histogram : histogramBetween(start, histogram)] as const];
    });
  });
}
