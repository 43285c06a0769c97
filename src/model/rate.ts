import type { Moment, Point } from './series.js';

/** What a rate is taken between: a {@link Point}, or one whose value is too large for a number. */
export interface RatePoint {
  readonly atMs: number;
  readonly value: number | bigint | undefined;
  readonly isRestart?: boolean;
}

/**
 * Per-second growth of a counter between two points.
 *
 * A counter that went down means the target restarted: the new value counts
 * from zero, so a rate is never negative. So it does where the later point is
 * known to be the first after a restart.
 *
 * @returns Units per second, or `undefined` across a gap or a zero interval.
 */
export function rateBetween(before: RatePoint, after: RatePoint): number | undefined {
  const elapsedMs = after.atMs - before.atMs;
  if (before.value === undefined || after.value === undefined || !(elapsedMs > 0)) return undefined;
  const isFromZero = after.isRestart === true || after.value < before.value;
  const grown = isFromZero ? Number(after.value) : differenceOf(before.value, after.value);
  return Number.isFinite(grown) ? (Math.max(0, grown) * 1000) / elapsedMs : undefined;
}

/**
 * The rates of a counter over time: each point says how fast it grew since the one before.
 *
 * The first point is a gap, as is each after a gap.
 */
export function ratesOf(points: readonly (Moment & RatePoint)[]): readonly Point[] {
  return points.map((point, index) => {
    const before = points[index - 1];
    const { atMs, wallMs, isRestart } = point;
    return { atMs, wallMs, isRestart, value: before === undefined ? undefined : rateBetween(before, point) };
  });
}

/**
 * Per-second growth of a counter over the whole of a window: what it grew between its points, restarts and all.
 *
 * @returns `undefined` when no two successive points have a value.
 */
export function rateOver(points: readonly RatePoint[]): number | undefined {
  let grown = 0;
  let elapsedMs = 0;
  for (const [index, after] of points.entries()) {
    const before = points[index - 1];
    const rate = before === undefined ? undefined : rateBetween(before, after);
    if (before === undefined || rate === undefined) continue;
    grown += (rate * (after.atMs - before.atMs)) / 1000;
    elapsedMs += after.atMs - before.atMs;
  }
  return elapsedMs > 0 ? (grown * 1000) / elapsedMs : undefined;
}

// Exact for two large integers, which differ by little: their numbers would round to the same.
function differenceOf(before: number | bigint, after: number | bigint): number {
  if (typeof before === 'number' && typeof after === 'number') return after - before;
  const isExact = [before, after].every((value) => typeof value === 'bigint' || Number.isSafeInteger(value));
  return isExact ? Number(BigInt(after) - BigInt(before)) : Number(after) - Number(before);
}
