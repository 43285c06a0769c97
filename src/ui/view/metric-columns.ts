import type { MetricRow } from '../../model/metric-table.js';
import type { MetricColumn } from '../../model/row-order.js';
import { widthOf } from '../draw/fit.js';
import type { TableColumn } from './table-heading.js';

/** What stands in a column of the metric table. */
export type MetricColumnId = MetricColumn | 'unit' | 'trend';

/** The columns in front of the first: the marks of the selected and the graphed. */
export const METRIC_MARK_COLUMNS = 2;

const MIN_NAME_COLUMNS = 24;
const MAX_NAME_COLUMNS = 56;
const MIN_TREND_COLUMNS = 12;
const MAX_TREND_COLUMNS = 62;

const CURRENT = column('current', 'CURRENT', 13);
const UNIT = { id: 'unit', title: ' UNIT', width: 13, align: 'left', sort: undefined } as const;
const RATE = column('rate', 'RATE/s', 10);
const MINUTE = column('minute', '1m', 10);
const P50 = column('p50', 'p50', 9);
const P99 = column('p99', 'p99', 9);

/**
 * The columns that there is room for, from left to right: the rightmost are the first to go, and the unit, which the
 * description line has too, before them.
 */
export function metricColumns(rows: readonly MetricRow[], width: number): readonly TableColumn<MetricColumnId>[] {
  const longest = rows.reduce((most, { label }) => Math.max(most, widthOf(label)), 0);
  const wanted = Math.min(MAX_NAME_COLUMNS, Math.max(MIN_NAME_COLUMNS, longest));
  const quantiles = rows.some((row) => row.quantiles !== undefined) ? [P50, P99] : [];
  const numbers: TableColumn<MetricColumnId>[] = [];
  let room = width - METRIC_MARK_COLUMNS - MIN_NAME_COLUMNS;
  for (const next of [CURRENT, RATE, MINUTE, ...quantiles]) {
    if (room < next.width) break;
    numbers.push(next);
    room -= next.width;
  }
  if (room >= MIN_TREND_COLUMNS + UNIT.width) {
    numbers.splice(1, 0, UNIT);
    room -= UNIT.width;
  }
  const hasTrend = room >= MIN_TREND_COLUMNS;
  const spare = hasTrend ? room - MIN_TREND_COLUMNS : room;
  const name = Math.min(wanted, MIN_NAME_COLUMNS + spare);
  const trend = hasTrend ? Math.min(MAX_TREND_COLUMNS, room - (name - MIN_NAME_COLUMNS)) : 0;
  return [
    { id: 'name', title: 'NAME', width: name, align: 'left', sort: 'name' },
    ...numbers,
    ...(hasTrend ? [{ id: 'trend', title: '  TREND', width: trend, align: 'left', sort: undefined } as const] : []),
  ];
}

function column(id: MetricColumn, title: string, width: number): TableColumn<MetricColumnId> {
  return { id, title, width, align: 'right', sort: id };
}
