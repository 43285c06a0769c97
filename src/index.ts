export type { Average, MovingAverageOptions } from './agent/average.js';
export { PortholeMetricReader, type PortholeMetricReaderOptions } from './agent/bridge/opentelemetry-reader.js';
export type { ConstantValue } from './agent/constant.js';
export type { Counter } from './agent/counter.js';
export type { Flag } from './agent/flag.js';
export type { Gauge, GaugeOptions } from './agent/gauge.js';
export type { Histogram } from './agent/histogram.js';
export type { HistogramOptions } from './agent/histogram-options.js';
export { type EndTracking, type TrackDetail, track } from './agent/in-flight/track.js';
export type { Labelled, MetricOptions } from './agent/instrument.js';
export type { Meter } from './agent/meter.js';
export {
  average,
  constant,
  counter,
  flag,
  gauge,
  histogram,
  meter,
  movingAverage,
  text,
  timer,
} from './agent/metrics.js';
export { type AgentState, type StartOptions, start, stop } from './agent/start.js';
export type { Text, TextOptions } from './agent/text.js';
export type { StopTimer, Timer } from './agent/timer.js';
export { PortholeError, type PortholeErrorCode } from './errors.js';
export type { LabelSet } from './format/label-set.js';
