import type { StatsField, StatsValue } from '../format/stats-decode.js';
import { type Aggregator, aggregateValues } from './aggregate.js';
import type { History, ProcessHistory } from './history.js';
import { keyedFields } from './metric-key.js';
import { graphOf, isCounting, type MetricGraph, type MetricRow, RECENT_POINTS } from './metric-table.js';
import { rateBetween } from './rate.js';
import type { Moment, Point } from './series.js';
import { exactPointsOf, pointsOf, type Timeline } from './timeline.js';
import { quantileKey, REMEMBERED_QUANTILES } from './window-quantiles.js';

/** Several processes of one history, looked at as one. */
export interface Group {
  readonly history: History;
  readonly members: readonly ProcessHistory[];
  /** Of all of them merged; `undefined` of one process, which has its own. */
  readonly quantiles: Timeline | undefined;
}

/** Chooses how a metric becomes one. */
export type ChooseAggregator = (field: Pick<StatsField, 'label' | 'kind' | 'unit'>) => Aggregator;

/**
 * The metrics of a group, one row a label, in the order in which they are first met.
 *
 * A count has its rate, of which the aggregation is taken too; histograms and timers are merged, whatever the
 * aggregation. The last minute is left to who shows it: `minute` is `undefined`, and `recent` is empty.
 */
export function groupRows(group: Group, choose: ChooseAggregator): readonly MetricRow[] {
  const byLabel = new Map<string, Member[]>();
  for (const process of living(group)) {
    for (const { key, field } of keyedFields(process.latest)) {
      const known = byLabel.get(field.label);
      if (known === undefined) byLabel.set(field.label, [{ process, key, field }]);
      else known.push({ process, key, field });
    }
  }
  return [...byLabel.values()].flatMap((members) => {
    const [first] = members;
    return first === undefined ? [] : [rowOf(group, members, first.field, choose(first.field))];
  });
}

/** What a graph of a metric of a group shows, as `graphOf` says; the last `limit` moments of it. */
export function groupGraph(
  group: Group,
  label: string,
  aggregator: Aggregator,
  limit = Number.POSITIVE_INFINITY,
): MetricGraph | undefined {
  const graphs = group.members.flatMap((process) =>
    keyedFields(process.latest)
      .filter(({ field }) => field.label === label)
      .flatMap(({ key }) => graphOf(group.history, process.key, key, limit) ?? []),
  );
  const [first] = graphs;
  if (first === undefined || (graphs.length === 1 && group.members.length === 1)) return first;
  const { quantiles } = group;
  if (first.rate !== undefined && quantiles !== undefined) {
    const series = REMEMBERED_QUANTILES.map((name) => ({
      name,
      points: pointsOf(quantiles, quantileKey(label, name), limit),
    }));
    return {
      series,
      rate: {
        points: combine(
          graphs.map(({ rate }) => rate?.points ?? []),
          aggregator,
        ),
      },
    };
  }
  const points = combine(
    graphs.map(({ series }) => series[0]?.points ?? []),
    aggregator,
  );
  return { series: [{ name: undefined, points }], rate: undefined };
}

interface Member {
  readonly process: ProcessHistory;
  readonly key: string;
  readonly field: StatsField;
}

function living({ members }: Group): readonly ProcessHistory[] {
  const alive = members.filter(({ latest }) => latest.state !== 'ended');
  return alive.length === 0 ? members : alive;
}

function rowOf(group: Group, members: readonly Member[], field: StatsField, aggregator: Aggregator): MetricRow {
  const { label, kind, unit, help } = field;
  const isDistribution = field.histogram !== undefined;
  const value = aggregateValues(
    members.map((member) => member.field.value),
    isDistribution ? 'sum' : aggregator,
  );
  const rates = isCounting(kind) ? members.flatMap(lastRateOf) : [];
  const ratePerS = aggregateValues(rates, aggregator);
  return {
    key: label,
    label,
    tid: undefined,
    kind,
    unit,
    help,
    value: value ?? NO_VALUE,
    ratePerS: ratePerS === undefined ? undefined : Number(ratePerS),
    minute: undefined,
    quantiles: isDistribution ? lastQuantiles(group, members) : undefined,
    recent: [],
  };
}

const NO_VALUE: StatsValue = '';

function lastRateOf({ process, key }: Member): readonly number[] {
  const [before, after] = exactPointsOf(process.timeline, key, 2);
  return before === undefined || after === undefined
    ? []
    : [rateBetween(before, after)].filter((rate) => rate !== undefined);
}

function lastQuantiles({ quantiles }: Group, members: readonly Member[]): MetricRow['quantiles'] {
  const [only] = members;
  const timeline = quantiles ?? only?.process.timeline;
  const key = quantiles === undefined ? only?.key : only?.field.label;
  if (timeline === undefined || key === undefined) return undefined;
  const last = (name: 'p50' | 'p90' | 'p99'): number | undefined =>
    pointsOf(timeline, quantileKey(key, name), RECENT_POINTS).findLast(({ value }) => value !== undefined)?.value;
  return { p50: last('p50'), p90: last('p90'), p99: last('p99') };
}

// All processes of a history are looked at in the same moments.
function combine(all: readonly (readonly Point[])[], aggregator: Aggregator): readonly Point[] {
  const moments = new Map<number, { moment: Moment; isRestart: boolean; values: number[] }>();
  for (const point of all.flat()) {
    const known = moments.get(point.atMs) ?? { moment: point, isRestart: false, values: [] };
    if (point.value !== undefined) known.values.push(point.value);
    known.isRestart ||= point.isRestart;
    moments.set(point.atMs, known);
  }
  return [...moments.values()]
    .toSorted((a, b) => a.moment.atMs - b.moment.atMs)
    .map(({ moment, isRestart, values }) => {
      const value = aggregateValues(values, aggregator);
      return { ...moment, isRestart, value: value === undefined ? undefined : Number(value) };
    });
}
