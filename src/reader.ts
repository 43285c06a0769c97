export { PortholeError, type PortholeErrorCode } from './errors.js';
export type { HistogramBounds, HistogramSnapshot } from './format/histogram-buckets.js';
export type { MeterRates } from './format/meter-words.js';
export type { MetricKind } from './format/metric-meta.js';
export { RecordingDecoder } from './format/recording/recording-decoder.js';
export type { RecordedDump, RecordedItem, RecordedSession, RecordedStalls } from './format/recording/records.js';
export type { CallFrame, StackDump, ThreadDump } from './format/stack-dump.js';
export { decodeStats, type StatsField, type StatsSnapshot, type StatsValue } from './format/stats-decode.js';
export {
  AGGREGATORS,
  type AggregatedMetric,
  type Aggregator,
  aggregateMetrics,
  aggregateValues,
} from './model/aggregate.js';
export { histogramBetween, mergeHistograms } from './model/histogram-window.js';
export { type MetricPattern, matchesMetric, parseMetricName, parseMetricPattern } from './model/metric-pattern.js';
export { type RatedField, rateFields } from './model/observation-rate.js';
export { meanOf, quantileOf } from './model/quantile.js';
export { type RatePoint, rateBetween } from './model/rate.js';
export { type Dump, requestDump, requestThreads, type ThreadsOptions } from './source/console-client.js';
export { Poller, type PollOptions } from './source/poll.js';
export { StatsReader, type StatsReading } from './source/read-stats.js';
export type {
  FileReading,
  ProcessReading,
  ProcessState,
  Sample,
  SearchedPlace,
  TargetSample,
} from './source/sample.js';
export { everything, parseSelection, type Selection } from './source/select.js';
export type { Target } from './target.js';
