import { Registry } from '../../../src/agent/registry.js';
import { type Cases, durationsUs, INDEX_MASK } from './case.js';
import { openMappedStatsFile } from './mapped-file.js';

/** Our instruments in a mapped stats file. */
export const CASES: Cases = {
  'counter.inc()': () => {
    const counter = openRegistry().counter('bench');
    return (count) => {
      for (let index = 0; index < count; index++) counter.inc();
    };
  },
  'counter.inc(n)': () => {
    const counter = openRegistry().counter('bench');
    return (count) => {
      for (let index = 0; index < count; index++) counter.inc(index & 1023);
    };
  },
  '16 counters.inc()': () => {
    const registry = openRegistry();
    const counters = Array.from({ length: 16 }, (_, index) => registry.counter(`bench.${index}`));
    return (count) => {
      for (let index = 0; index < count; index++) counters[index & 15]?.inc();
    };
  },
  'gauge.set(v)': () => {
    const gauge = openRegistry().gauge('bench');
    return (count) => {
      for (let index = 0; index < count; index++) gauge.set(index);
    };
  },
  'child.inc()': () => {
    const child = openRegistry().counter('bench').labels({ method: 'GET', status: '200' });
    return (count) => {
      for (let index = 0; index < count; index++) child.inc();
    };
  },
  'counter.labels({…}).inc()': () => {
    const counter = openRegistry().counter('bench');
    return (count) => {
      for (let index = 0; index < count; index++) counter.labels({ method: 'GET', status: '200' }).inc();
    };
  },
  'meter.mark()': () => {
    const meter = openRegistry().meter('bench');
    return (count) => {
      for (let index = 0; index < count; index++) meter.mark();
    };
  },
  'histogram.observe(v)': () => {
    const histogram = openRegistry().histogram('bench');
    const values = durationsUs();
    return (count) => {
      for (let index = 0; index < count; index++) histogram.observe(values[index & INDEX_MASK] ?? 0);
    };
  },
  'timer.observe(ms)': () => {
    const timer = openRegistry().timer('bench');
    const values = durationsUs().map((us) => us / 1e3);
    return (count) => {
      for (let index = 0; index < count; index++) timer.observe(values[index & INDEX_MASK] ?? 0);
    };
  },
  'timer start, stop': () => {
    const timer = openRegistry().timer('bench');
    return (count) => {
      for (let index = 0; index < count; index++) timer.startTimer()();
    };
  },
};

function openRegistry(): Registry {
  const registry = new Registry();
  registry.publishTo(openMappedStatsFile());
  return registry;
}
