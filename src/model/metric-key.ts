import type { StatsField } from '../format/stats-decode.js';
import type { FileReading, TargetSample } from '../source/sample.js';

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
  return keyedOf(sample).fields;
}

/** Their keys. The same array as long as {@link continueKeys} says that they are the same. */
export function fieldKeys(sample: TargetSample): readonly string[] {
  return keyedOf(sample).keys;
}

/**
 * Lets a sample go on with the keys of the one before, where it has the same fields.
 *
 * From one second to the next hardly a field is new, and most have their value still: of those nothing is made.
 */
export function continueKeys(before: TargetSample, found: TargetSample): void {
  const { keys, fields } = keyedOf(before);
  if (keyed.has(found) || !haveSameFiles(before.files, found.files)) return;
  const now = found.files.flatMap(({ snapshot }) => snapshot?.fields ?? []);
  if (now.length !== fields.length || !now.every((field, index) => field.label === fields[index]?.field.label)) return;
  const continued = fields.map((was, index) => {
    const field = now[index];
    return field === undefined || field === was.field ? was : { key: was.key, tid: was.tid, field };
  });
  keyed.set(found, { keys, fields: continued });
}

interface Keyed {
  readonly keys: readonly string[];
  readonly fields: readonly KeyedField[];
}

// Every sample is asked several times for its fields: for its numbers, its quantiles, and its table.
const keyed = new WeakMap<TargetSample, Keyed>();

function keyedOf(sample: TargetSample): Keyed {
  let known = keyed.get(sample);
  if (known === undefined) {
    const fields = nameFields(sample);
    known = { keys: fields.map(({ key }) => key), fields };
    keyed.set(sample, known);
  }
  return known;
}

function haveSameFiles(before: readonly FileReading[], now: readonly FileReading[]): boolean {
  return (
    before.length === now.length &&
    before.every(({ path, tid, snapshot }, index) => {
      const file = now[index];
      return file?.path === path && file.tid === tid && file.snapshot?.fields.length === snapshot?.fields.length;
    })
  );
}

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
