import type { GraphSeries } from '../../model/metric-table.js';
import type { Point } from '../../model/series.js';
import { formatClock } from '../draw/axis.js';
import type { UiState } from '../state.js';
import { type GraphData, graphLetter, graphName } from './graph-data.js';
import { type GraphTime, wallOf } from './graph-time.js';
import { SERIES_LOOKS, type Span, type StyledLine, span, styledLine } from './styled-line.js';
import { rateText } from './value-text.js';

/**
 * The numbers under a graph: of what it shows the least, mean, greatest and last, of a timer its quantiles and rate;
 * with a cursor, those at its place.
 *
 * @param index Of the graph among several in one frame, where it needs its name.
 */
export function graphFigures(
  state: UiState,
  shown: GraphData,
  time: GraphTime,
  index: number | undefined,
  width: number,
): StyledLine {
  const { data } = shown;
  const name: readonly Span[] =
    index === undefined
      ? []
      : [span(` ${graphLetter(index)} ${graphName(shown)}`, SERIES_LOOKS[index % SERIES_LOOKS.length] ?? 'graph')];
  const upper = data.series.at(-1);
  const visible = visiblePoints(upper?.points ?? [], time);
  const known = visible.flatMap(({ value }) => value ?? []);
  if (known.length === 0) return styledLine([...name, span(' waiting for the next sample')], width);
  const unit = shown.metric?.unit;
  const format = (value: number | undefined): string => rateText(value, unit);
  const average = known.reduce((sum, value) => sum + value, 0) / known.length;
  const [least, most] = [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))];
  const extremes = [`min ${format(least)}`, `avg ${format(average)}`, `max ${format(most)}`].join('  ');
  const since = visible[0] === undefined ? '' : `  since ${formatClock(visible[0].wallMs)}`;
  const { cursorMs } = state.graphView;
  const place = cursorMs === undefined ? ' last' : ` at ${formatClock(wallOf(state, cursorMs))}`;
  const values = valuesAt(state, shown, time, cursorMs);
  const ofWhat = data.series.length > 1 ? `  p99: ${extremes}` : `   ${extremes}`;
  return styledLine([...name, span(place, 'dim'), ...values, span(`${ofWhat}${since}`, 'dim')], width);
}

function valuesAt(
  state: UiState,
  { data, metric }: GraphData,
  { columnMs }: GraphTime,
  cursorMs: number | undefined,
): readonly Span[] {
  const read = ({ points }: { readonly points: readonly Point[] }): number | undefined =>
    cursorMs === undefined
      ? points.findLast(({ value }) => value !== undefined)?.value
      : pointNear(points, cursorMs, Math.max(columnMs, state.intervalMs))?.value;
  const text = (series: GraphSeries): string =>
    `${series.name === undefined ? '' : ` ${series.name}`} ${rateText(read(series), metric?.unit)}`;
  const rate = data.rate === undefined ? [] : [span(`  ${rateText(read(data.rate), undefined)}/s`, 'strong')];
  const isAlone = data.series.length === 1;
  return [
    ...data.series.map((series, number) =>
      span(text(series), isAlone ? 'strong' : (SERIES_LOOKS[number % SERIES_LOOKS.length] ?? 'graph')),
    ),
    ...rate,
  ];
}

function visiblePoints(points: readonly Point[], { startMs, endMs, columnMs }: GraphTime): readonly Point[] {
  return points.filter(({ atMs }) => atMs >= startMs - columnMs / 2 && atMs <= endMs + columnMs / 2);
}

function pointNear(points: readonly Point[], atMs: number, withinMs: number): Point | undefined {
  let nearest: Point | undefined;
  for (const point of points) {
    const isNearer = nearest === undefined || Math.abs(point.atMs - atMs) < Math.abs(nearest.atMs - atMs);
    if (isNearer && Math.abs(point.atMs - atMs) <= withinMs) nearest = point;
  }
  return nearest;
}
