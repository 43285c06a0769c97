import { Counter, Gauge, Histogram } from 'prom-client';
import { type Cases, durationsUs, INDEX_MASK } from './case.js';

const NAME = { name: 'bench', help: 'bench' };
const LABEL_NAMES = ['method', 'status'] as const;
const BUCKETS = [1e3, 2.5e3, 5e3, 1e4, 2.5e4, 5e4, 1e5, 2.5e5, 5e5, 1e6];

export const CASES: Cases = {
  'counter.inc()': () => {
    const counter = new Counter(NAME);
    return (count) => {
      for (let index = 0; index < count; index++) counter.inc();
    };
  },
  '16 counters.inc()': () => {
    const counters = openCounters();
    return (count) => {
      for (let index = 0; index < count; index++) counters[index & 15]?.inc();
    };
  },
  'counter.inc({…})': () => {
    const counter = new Counter({ ...NAME, labelNames: LABEL_NAMES });
    return (count) => {
      for (let index = 0; index < count; index++) counter.inc({ method: 'GET', status: '200' });
    };
  },
  'child.inc()': () => {
    const child = new Counter({ ...NAME, labelNames: LABEL_NAMES }).labels({ method: 'GET', status: '200' });
    return (count) => {
      for (let index = 0; index < count; index++) child.inc();
    };
  },
  'gauge.set(v)': () => {
    const gauge = new Gauge(NAME);
    return (count) => {
      for (let index = 0; index < count; index++) gauge.set(index);
    };
  },
  'histogram.observe(v)': () => {
    const histogram = new Histogram({ ...NAME, buckets: BUCKETS });
    const values = durationsUs();
    return (count) => {
      for (let index = 0; index < count; index++) histogram.observe(values[index & INDEX_MASK] ?? 0);
    };
  },
  'timer start, stop': () => {
    const histogram = new Histogram({ ...NAME, buckets: BUCKETS });
    return (count) => {
      for (let index = 0; index < count; index++) histogram.startTimer()();
    };
  },
};

/** As in a program: several counters, and others beside them that have labels. */
function openCounters(): readonly Counter[] {
  const labelled = new Counter({ name: 'labelled', help: 'bench', labelNames: LABEL_NAMES });
  for (let status = 200; status < 210; status++) labelled.inc({ method: 'GET', status });
  return Array.from({ length: 16 }, (_, index) => new Counter({ name: `bench_${index}`, help: 'bench' }));
}
