import { orderMetrics } from '../../model/metric-order.js';
import { metricFilter } from '../../model/row-filter.js';
import type { MetricMessage, MetricsMessage } from '../messages.js';
import type { MetricColumn, Metrics, PageState } from './state.js';
import { change, getState } from './store.js';

const RECENT_POINTS = 60;

/** Takes the metrics of one second in. */
export function takeMetrics({ isFirst, wallMs, rows }: MetricsMessage): void {
  const known = getState().metrics;
  const isNew = wallMs !== known?.wallMs;
  const recent = new Map(
    rows.map((row) => {
      const before = isFirst ? row.recent.map((value) => value ?? null) : (known?.recent.get(row.key) ?? []);
      const next = isFirst || !isNew ? before : [...before, shownValue(row)].slice(-RECENT_POINTS);
      return [row.key, next] as const;
    }),
  );
  change({ metrics: { wallMs, rows, recent } });
}

/** What a small graph shows of a metric: its p99, its rate, or its value. */
export function shownValue(row: MetricMessage): number | null {
  if (row.quantiles !== undefined) return row.quantiles.p99 ?? null;
  if (isRate(row)) return row.ratePerS ?? null;
  return typeof row.value === 'number' ? row.value : typeof row.value === 'boolean' ? Number(row.value) : null;
}

/** Whether a metric is read by how fast it grows. */
export function isRate({ kind }: Pick<MetricMessage, 'kind'>): boolean {
  return kind === 'counter' || kind === 'meter';
}

/** The rows that the filter leaves, in the order that was chosen. */
export function shownRows({ metrics, metricFilter: filter, hidesZeros, sort }: PageState): readonly MetricMessage[] {
  if (metrics === undefined) return [];
  const isWanted = metricFilter(filter);
  const rows = metrics.rows.filter((row) => isWanted(row.label) && !(hidesZeros && isZero(row, metrics)));
  if (sort === undefined) return orderMetrics(rows);
  const sign = sort.isInverted ? -1 : 1;
  return rows
    .map((row) => ({ row, key: sortKey(row, sort.column) }))
    .toSorted((a, b) => compare(a.key, b.key, sign))
    .map(({ row }) => row);
}

function isZero(row: MetricMessage, { recent }: Metrics): boolean {
  const { value } = row;
  const isNothing = value === null || value === '' || (typeof value !== 'string' && Number(value) === 0);
  return isNothing && (recent.get(row.key) ?? []).every((each) => each === null || each === 0);
}

function sortKey(row: MetricMessage, column: MetricColumn): string | number | undefined {
  switch (column) {
    case 'name':
      return row.label;
    case 'current':
      return typeof row.value === 'number' ? row.value : undefined;
    case 'rate':
      return row.ratePerS;
    case 'minute':
      return row.minute;
    default:
      return row.quantiles?.[column];
  }
}

// What has no value comes last, whichever way round.
function compare(a: string | number | undefined, b: string | number | undefined, sign: number): number {
  if (a === undefined || b === undefined || a === null || b === null) return Number(a == null) - Number(b == null);
  if (typeof a === 'number' && typeof b === 'number') return sign * (b - a);
  return sign * (String(a) < String(b) ? -1 : Number(a !== b));
}
