import { createHistogram } from 'node:perf_hooks';
import { type Cases, durationsUs, INDEX_MASK } from './case.js';

export const CASES: Cases = {
  'histogram.record(v)': () => {
    const histogram = createHistogram();
    const values = durationsUs();
    return (count) => {
      for (let index = 0; index < count; index++) histogram.record(values[index & INDEX_MASK] ?? 1);
    };
  },
};
