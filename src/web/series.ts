import type { MetricGraph } from '../model/metric-table.js';
import { isCounting } from '../model/metric-table.js';
import type { Point } from '../model/series.js';
import type { SeriesMessage, WirePoint } from './messages.js';
import type { FoundGraph } from './subject.js';

/** A graph for the page. */
export function seriesMessage({ metric, owner, aggregate, graph }: FoundGraph): SeriesMessage {
  const { label, kind, unit, help } = metric;
  return {
    label,
    owner,
    kind,
    ...(unit === undefined ? {} : { unit }),
    ...(help === undefined ? {} : { help }),
    ...(aggregate === undefined ? {} : { aggregate }),
    names: namesOf(graph, isCounting(kind)),
    ...wirePoints(graph),
  };
}

/** The points of a graph: a line of values for each moment, a gap where one has none. */
export function wirePoints({ series, rate }: MetricGraph): Pick<SeriesMessage, 'points' | 'restarts'> {
  const lines = [...series, ...(rate === undefined ? [] : [rate])].map(({ points }) => points);
  const moments = new Map<number, { readonly wallMs: number; isRestart: boolean; values: (number | null)[] }>();
  for (const [column, points] of lines.entries()) {
    for (const point of points) {
      const known = moments.get(point.atMs) ?? {
        wallMs: point.wallMs,
        isRestart: false,
        values: lines.map(() => null),
      };
      known.values[column] = finite(point);
      known.isRestart ||= point.isRestart;
      moments.set(point.atMs, known);
    }
  }
  const sorted = [...moments].toSorted(([a], [b]) => a - b).map(([, moment]) => moment);
  return {
    points: sorted.map(({ wallMs, values }): WirePoint => [Math.round(wallMs), ...values]),
    restarts: sorted.filter(({ isRestart }) => isRestart).map(({ wallMs }) => Math.round(wallMs)),
  };
}

function namesOf({ series, rate }: MetricGraph, isRate: boolean): SeriesMessage['names'] {
  const names = series.map(({ name }) => name ?? (isRate ? 'rate' : 'value'));
  return rate === undefined ? names : [...names, 'rate'];
}

function finite({ value }: Point): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value;
}
