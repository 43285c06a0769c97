export type { Counter } from './agent/counter.js';
export type { Gauge } from './agent/gauge.js';
export type { MetricOptions } from './agent/instrument.js';
export { counter, gauge, type TextOptions, text } from './agent/metrics.js';
export { type AgentState, type StartOptions, start } from './agent/start.js';
export type { Text } from './agent/text.js';
export { PortholeError, type PortholeErrorCode } from './errors.js';
