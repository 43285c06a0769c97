import type { StatsField } from '../format/stats-decode.js';
import type { TargetSample } from '../source/sample.js';

/** A field of one of a process's files, with a name that is its own. */
export interface KeyedField {
  /** The label; with the thread behind it in every file but the main thread's, so that a restart keeps it. */
  readonly key: string;
  /** The thread, where the process has files of several. */
  readonly tid: number | undefined;
  readonly field: StatsField;
}

/** All fields of a process in the order of its files. Two of one label in one thread are told apart by number. */
export function keyedFields(sample: TargetSample): readonly KeyedField[] {
  const known = keyed.get(sample);
  if (known !== undefined) return known;
  const fields = nameFields(sample);
  keyed.set(sample, fields);
  return fields;
}

// Every sample is asked several times for its fields: for its numbers, its quantiles, and its table.
const keyed = new WeakMap<TargetSample, readonly KeyedField[]>();

function nameFields(sample: TargetSample): readonly KeyedField[] {
  const timesSeen = new Map<string, number>();
  const hasThreads = new Set(sample.files.map((file) => file.tid)).size > 1;
  return sample.files.flatMap(({ tid, snapshot }) =>
    (snapshot?.fields ?? []).map((field) => {
      const isMain = tid === undefined || tid === sample.target.pid || !hasThreads;
      const wanted = isMain ? field.label : `${field.label}#${tid}`;
      const count = (timesSeen.get(wanted) ?? 0) + 1;
      timesSeen.set(wanted, count);
      return { key: count === 1 ? wanted : `${wanted}(${count})`, tid: hasThreads ? tid : undefined, field };
    }),
  );
}
