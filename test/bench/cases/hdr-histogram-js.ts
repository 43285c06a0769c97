import { build } from 'hdr-histogram-js';
import { type Cases, durationsUs, INDEX_MASK } from './case.js';

export const CASES: Cases = {
  'recordValue(v)': () => {
    // Two digits are an error of 1 %, as ours.
    const histogram = build({ numberOfSignificantValueDigits: 2 });
    const values = durationsUs();
    return (count) => {
      for (let index = 0; index < count; index++) histogram.recordValue(values[index & INDEX_MASK] ?? 0);
    };
  },
};
