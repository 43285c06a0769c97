import { Registry } from '../../../src/agent/registry.js';
import type { Cases } from './case.js';
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
};

function openRegistry(): Registry {
  const registry = new Registry();
  registry.publishTo(openMappedStatsFile());
  return registry;
}
