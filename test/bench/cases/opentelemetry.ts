import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { type Cases, durationsUs, INDEX_MASK } from './case.js';

// The benchmark collects nothing: an export in between would be counted to an update.
const EXPORT_INTERVAL_MS = 2 ** 31 - 1;

export const CASES: Cases = {
  'counter.add(1)': () => {
    const counter = openMeter().createCounter('bench');
    return (count) => {
      for (let index = 0; index < count; index++) counter.add(1);
    };
  },
  'counter.add(1, {…})': () => {
    const counter = openMeter().createCounter('bench');
    return (count) => {
      for (let index = 0; index < count; index++) counter.add(1, { method: 'GET', status: '200' });
    };
  },
  'histogram.record(v)': () => {
    const histogram = openMeter().createHistogram('bench');
    const values = durationsUs();
    return (count) => {
      for (let index = 0; index < count; index++) histogram.record(values[index & INDEX_MASK] ?? 0);
    };
  },
};

function openMeter(): ReturnType<MeterProvider['getMeter']> {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: EXPORT_INTERVAL_MS });
  return new MeterProvider({ readers: [reader] }).getMeter('bench');
}
