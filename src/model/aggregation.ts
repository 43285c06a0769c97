import type { Aggregator } from './aggregate.js';
import { type MetricPattern, matchesMetric } from './metric-pattern.js';
import { isCounting, type MetricRow } from './metric-table.js';

/** How the metrics of a pattern become one over several processes. */
export interface AggregationRule {
  readonly metric: MetricPattern;
  readonly aggregator: Aggregator;
}

/** Chooses how a metric becomes one. */
export type ChooseAggregator = (metric: Pick<MetricRow, 'label' | 'kind' | 'unit'>) => Aggregator;

/**
 * How metrics become one over several processes: as was asked for, else as the first rule says that they meet, else by
 * what they are.
 *
 * What is counted, and sizes, are added; shares are averaged; of times, which
 * are delays and ages, the longest counts.
 */
export function chooseAggregator(
  asked: Aggregator | undefined,
  rules: readonly AggregationRule[] = [],
): ChooseAggregator {
  if (asked !== undefined) return () => asked;
  return (described) =>
    rules.find(({ metric }) => matchesMetric(metric, described.label))?.aggregator ?? fitting(described);
}

function fitting({ kind, unit }: Parameters<ChooseAggregator>[0]): Aggregator {
  if (isCounting(kind)) return 'sum';
  if (unit === 'ratio') return 'avg';
  return unit === 'ms' || unit === 's' ? 'max' : 'sum';
}
