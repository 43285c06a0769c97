import type { MetricRow } from './metric-table.js';
import type { ProcessRow } from './process-table.js';

/** By what metrics can be sorted, in the order of their columns. */
export const METRIC_COLUMNS = ['name', 'current', 'rate', 'minute', 'p50', 'p99'] as const;
export type MetricColumn = (typeof METRIC_COLUMNS)[number];

/** By what processes can be sorted, in the order of their columns. */
export const PROCESS_COLUMNS = [
  'pid',
  'name',
  'rss',
  'cpu',
  'heap',
  'delay',
  'utilization',
  'threads',
  'uptime',
  'user',
  'ports',
  'managed',
] as const;
export type ProcessColumn = (typeof PROCESS_COLUMNS)[number];

type SortKey = string | number | undefined;

/** Metrics by a column: names from a to z, numbers from the greatest down, what has none last; inverted the other way. */
export function sortMetrics(
  rows: readonly MetricRow[],
  column: MetricColumn,
  isInverted: boolean,
): readonly MetricRow[] {
  return sortBy(rows, (row) => metricKeyOf(row, column), isInverted);
}

/** Processes by a column, as {@link sortMetrics}. */
export function sortProcesses(
  rows: readonly ProcessRow[],
  column: ProcessColumn,
  isInverted: boolean,
): readonly ProcessRow[] {
  return sortBy(rows, (row) => processKeyOf(row, column), isInverted);
}

/** Rows by what each is sorted by: texts from a to z, numbers from the greatest down, what has none last. */
export function sortBy<Row>(rows: readonly Row[], keyOf: (row: Row) => SortKey, isInverted: boolean): readonly Row[] {
  const sign = isInverted ? -1 : 1;
  const keyed = rows.map((row) => ({ row, key: keyOf(row) }));
  keyed.sort((a, b) => {
    if (a.key === undefined || b.key === undefined) return Number(a.key === undefined) - Number(b.key === undefined);
    return sign * compareKeys(a.key, b.key);
  });
  return keyed.map(({ row }) => row);
}

// Names are compared by their characters: a locale's order costs a hundred times as much and sorts dots away.
function compareKeys(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return b - a;
  return a < b ? -1 : Number(a > b);
}

function metricKeyOf(row: MetricRow, column: MetricColumn): SortKey {
  switch (column) {
    case 'name':
      return row.label;
    case 'current':
      return typeof row.value === 'string' ? undefined : finite(Number(row.value));
    case 'rate':
      return row.ratePerS;
    case 'minute':
      return finite(row.minute);
    default:
      return row.quantiles?.[column];
  }
}

function processKeyOf(row: ProcessRow, column: ProcessColumn): SortKey {
  switch (column) {
    case 'name':
      return row.name;
    case 'pid':
      // The least first, as they come.
      return -row.pid;
    case 'rss':
      return row.rssBytes;
    case 'cpu':
      return row.cpuPercent;
    case 'heap':
      return row.heapUsedBytes;
    case 'delay':
      return row.eventLoopDelayMs;
    case 'utilization':
      return row.eventLoopUtilization;
    case 'threads':
      return row.threads;
    case 'user':
      return row.user;
    case 'ports':
      // The least first, as they are written.
      return row.ports?.[0] === undefined ? undefined : -row.ports[0];
    case 'managed':
      return row.managedBy;
    default:
      return row.uptimeMs;
  }
}

function finite(value: number | undefined): number | undefined {
  return value === undefined || Number.isNaN(value) ? undefined : value;
}
