import { isRate } from './metrics.js';
import type { Graph } from './state.js';
import { nounOf, numberText, rateText } from './value-text.js';

/** One line of a plot. */
export interface PlotLine {
  readonly name: string;
  /** Of the palette. */
  readonly color: number;
  readonly isFaint: boolean;
  /** Whether it counts bytes. */
  readonly isBinary: boolean;
  /** What its axis is shared by. */
  readonly scale: string;
  readonly format: (value: number | null | undefined) => string;
  readonly values: readonly (number | null)[];
}

/** Everything that one plot shows; all lines have the same moments. */
export interface PlotData {
  /** Unix seconds, ascending. */
  readonly times: readonly number[];
  readonly lines: readonly PlotLine[];
  /** Pairs of lines between which it is filled. */
  readonly bands: readonly (readonly [upper: number, lower: number])[];
  readonly restarts: readonly number[];
  readonly clicked: readonly number[];
}

// Longer without a sample than the server ever is by itself: nobody looked meanwhile.
const GAP_S = 5;

/** What the plot of one graph shows: its value or rate, or p50, p90 and p99 with the band between them. */
export function plotData({ series, clickedMs }: Graph, color: number): PlotData {
  if (series === undefined) return { times: [], lines: [], bands: [], restarts: [], clicked: [] };
  const { names, points, unit, restarts } = series;
  const { times, rows } = withGaps(points.map(([wallMs, ...values]) => ({ timeS: wallMs / 1000, values })));
  const isDistribution = names.includes('p50');
  const drawn = names.flatMap((name, column) => (isDistribution && name === 'rate' ? [] : [{ name, column }]));
  const lines = drawn.map(({ name, column }, index): PlotLine => {
    const isGrowth = name === 'rate';
    const noun = nounOf(unit);
    return {
      name: isDistribution
        ? name
        : isGrowth
          ? noun === ''
            ? 'per second'
            : `${noun}/s`
          : noun === ''
            ? 'value'
            : noun,
      color: isDistribution ? color + (index - 2) * -1 : color,
      isFaint: isDistribution && name !== 'p99',
      isBinary: unit === 'bytes',
      scale: isGrowth ? `${unit ?? ''}/s` : (unit ?? 'number'),
      format: (value) => (isGrowth ? rateText(value, unit) : numberText(value, unit)),
      values: rows.map((row) => row[column] ?? null),
    };
  });
  return {
    times,
    lines,
    bands: isDistribution ? [[2, 1] as const, [1, 0] as const] : [],
    restarts: restarts.map((wallMs) => wallMs / 1000),
    clicked: [clickedMs / 1000],
  };
}

/** Several graphs in one plot: of a histogram or timer its p99. */
export function overlaidData(graphs: readonly Graph[]): PlotData {
  const plots = graphs.map((graph, index) => ({ graph, plot: plotData(graph, index) }));
  const times = [...new Set(plots.flatMap(({ plot }) => plot.times))].toSorted((a, b) => a - b);
  const lines = plots.flatMap(({ graph, plot }, index) => {
    const line = plot.lines.at(-1);
    if (line === undefined || graph.series === undefined) return [];
    const values = valuesAt(times, plot.times, line.values);
    const suffix = graph.series.names.includes('p50') ? ' p99' : isRate(graph.series) ? ' /s' : '';
    return [
      { ...line, name: `${graph.series.label}${suffix} · ${graph.series.owner}`, color: index, isFaint: false, values },
    ];
  });
  return { times, lines, bands: [], restarts: plots.flatMap(({ plot }) => plot.restarts), clicked: [] };
}

// Hosts look at different moments: between two of its own a line holds what it had, for as long as it is no gap.
function valuesAt(
  wanted: readonly number[],
  times: readonly number[],
  values: readonly (number | null)[],
): readonly (number | null)[] {
  let at = -1;
  return wanted.map((time) => {
    while (at + 1 < times.length && (times[at + 1] ?? 0) <= time) at++;
    const isFresh = at >= 0 && time - (times[at] ?? 0) < GAP_S;
    return isFresh ? (values[at] ?? null) : null;
  });
}

interface Row {
  readonly timeS: number;
  readonly values: readonly (number | null)[];
}

function withGaps(points: readonly Row[]): {
  readonly times: readonly number[];
  readonly rows: readonly (readonly (number | null)[])[];
} {
  const all = points.flatMap((point, index): readonly Row[] => {
    const before = points[index - 1];
    const isGap = before !== undefined && point.timeS - before.timeS > GAP_S;
    return isGap ? [{ timeS: before.timeS + 1, values: [] }, point] : [point];
  });
  return { times: all.map(({ timeS }) => timeS), rows: all.map(({ values }) => values) };
}

/** Of the values in sight the least, mean, greatest and last. */
export function figuresOf(
  times: readonly number[],
  values: readonly (number | null)[],
  [from, to]: readonly [number, number],
): { readonly min: number; readonly avg: number; readonly max: number; readonly last: number } | undefined {
  const seen = values.filter((value, index): value is number => {
    const time = times[index] ?? 0;
    return value !== null && time >= from && time <= to;
  });
  const last = seen.at(-1);
  if (last === undefined) return undefined;
  const sum = seen.reduce((total, value) => total + value, 0);
  const min = seen.reduce((least, value) => Math.min(least, value));
  return { min, avg: sum / seen.length, max: seen.reduce((most, value) => Math.max(most, value)), last };
}
