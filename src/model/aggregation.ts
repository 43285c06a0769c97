import type { Aggregator } from './aggregate.js';
import { type MetricPattern, matchesMetric } from './metric-pattern.js';
import { isCounting, type MetricRow } from './metric-table.js';

/** How the metrics of a pattern become one over several processes. */
export interface AggregationRule {
  readonly metric: MetricPattern;
  readonly aggregator: Aggregator;
}

/** What an aggregation is chosen by. */
type Described = Pick<MetricRow, 'label' | 'kind' | 'unit'>;

/**
 * How a metric becomes one over several processes: as the first rule says that it meets, else by what it is.
 *
 * What is counted, and sizes, are added; shares are averaged; of times, which
 * are delays and ages, the longest counts.
 */
export function aggregatorFor({ label, kind, unit }: Described, rules: readonly AggregationRule[]): Aggregator {
  const rule = rules.find(({ metric }) => matchesMetric(metric, label));
  if (rule !== undefined) return rule.aggregator;
  if (kind === 'text') return 'one';
  if (isCounting(kind)) return 'sum';
  if (unit === 'ratio') return 'avg';
  return unit === 'ms' || unit === 's' ? 'max' : 'sum';
}
