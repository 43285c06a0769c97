import type { MetricRow } from '../../model/metric-table.js';
import { widthOf } from '../draw/fit.js';

/** Widths of the metric table's columns with the space before each; 0: there is no room for it. */
export interface MetricColumns {
  readonly name: number;
  readonly value: number;
  readonly unit: number;
  readonly rate: number;
  /** Of each of the two quantiles; 0 where no metric has any. */
  readonly quantile: number;
  readonly trend: number;
}

const MARK_COLUMNS = 2;
const MIN_NAME_COLUMNS = 24;
const MAX_NAME_COLUMNS = 56;
const VALUE_COLUMNS = 13;
const UNIT_COLUMNS = 13;
const RATE_COLUMNS = 10;
const QUANTILE_COLUMNS = 9;
const MIN_TREND_COLUMNS = 10;
const MAX_TREND_COLUMNS = 62;

/** Gives the name what it needs and drops columns from the right where there is no room. */
export function metricColumns(rows: readonly MetricRow[], width: number): MetricColumns {
  const longest = rows.reduce((most, { label }) => Math.max(most, widthOf(label)), 0);
  const wanted = Math.min(MAX_NAME_COLUMNS, Math.max(MIN_NAME_COLUMNS, longest));
  const room = width - MARK_COLUMNS - VALUE_COLUMNS;
  const spare = room - MIN_NAME_COLUMNS;
  const hasQuantiles = rows.some(({ quantiles }) => quantiles !== undefined);
  const quantile = hasQuantiles && spare >= RATE_COLUMNS + 2 * QUANTILE_COLUMNS ? QUANTILE_COLUMNS : 0;
  // Beside quantiles the unit is the first to go: it stands in the description line too.
  const besideUnit = quantile > 0 ? RATE_COLUMNS + 2 * quantile + MIN_TREND_COLUMNS : 0;
  const unit = spare - besideUnit >= UNIT_COLUMNS ? UNIT_COLUMNS : 0;
  const rate = spare - unit >= RATE_COLUMNS ? RATE_COLUMNS : 0;
  const rest = room - unit - rate - 2 * quantile;
  const hasTrend = rest - MIN_NAME_COLUMNS >= MIN_TREND_COLUMNS;
  const name = Math.min(wanted, hasTrend ? rest - MIN_TREND_COLUMNS : rest);
  const trend = hasTrend ? Math.min(MAX_TREND_COLUMNS, rest - name) : 0;
  return { name, value: VALUE_COLUMNS, unit, rate, quantile, trend };
}
