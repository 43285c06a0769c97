/** The rows of a chart: its lowest value, and what one labelled step up means. */
export interface ChartScale {
  readonly lowest: number;
  readonly highest: number;
  readonly step: number;
}

/** Every second row of a chart has a label. */
export const ROWS_PER_STEP = 2;

const ROUND_FACTORS = [1, 2, 3, 4, 5, 6, 8, 10];

/**
 * A scale with round steps that holds the values: from zero unless they lie close together far from it.
 *
 * @param base 1024 for bytes, so that the steps are round in KiB; else 1000.
 */
export function chartScale(values: readonly number[], rows: number, base: 1000 | 1024 = 1000): ChartScale {
  const steps = Math.max(1, (rows - 1) / ROWS_PER_STEP);
  const least = Math.min(...values);
  const greatest = Math.max(...values);
  if (!Number.isFinite(least) || !Number.isFinite(greatest)) return scaleFrom(0, 1, steps);
  const isFromZero = least >= 0 && (least === greatest || greatest - least > greatest / 4);
  const from = isFromZero ? 0 : Math.min(least, greatest === least ? 0 : least);
  const wanted = (Math.max(greatest, least < 0 ? from : 0) - from) / steps;
  for (const step of roundSteps(wanted, base)) {
    const lowest = Math.floor(from / step) * step;
    if (lowest + step * steps >= greatest) return scaleFrom(lowest, step, steps);
  }
  return scaleFrom(from, wanted || 1, steps);
}

function scaleFrom(lowest: number, step: number, steps: number): ChartScale {
  return { lowest, highest: lowest + step * steps, step };
}

function roundSteps(wanted: number, base: number): readonly number[] {
  // Below this the powers of ten have no digits left.
  if (!(wanted > 1e-300)) return [1];
  const prefix = base === 1024 && wanted >= 1024 ? 1024 ** Math.floor(Math.log(wanted) / Math.log(1024)) : 1;
  const decade = 10 ** Math.floor(Math.log10(wanted / prefix));
  return [decade, decade * 10]
    .flatMap((power) => ROUND_FACTORS.map((factor) => factor * power * prefix))
    .filter((step) => step >= wanted);
}
