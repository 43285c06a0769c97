import type { StatsField, StatsSnapshot } from '../format/stats-decode.js';
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
  const { names, fields } = namedOf(sample);
  let all = keyed.get(sample);
  if (all === undefined) {
    const { keys, tids } = names;
    all = fields.map((field, index) => ({ key: keys[index] ?? field.label, tid: tids[index], field }));
    keyed.set(sample, all);
  }
  return all;
}

/** Their keys. The same array as long as {@link continueKeys} says that they are the same. */
export function fieldKeys(sample: TargetSample): readonly string[] {
  return namedOf(sample).names.keys;
}

/** The fields alone, in the order of {@link fieldKeys}: for what looks at all of all processes each second. */
export function fieldsOf(sample: TargetSample): readonly StatsField[] {
  return namedOf(sample).fields;
}

/**
 * Lets a sample go on with the keys of the one before, where it has the same fields.
 *
 * From one second to the next hardly a field is new.
 */
export function continueKeys(before: TargetSample, found: TargetSample): void {
  if (named.has(found) || !haveSameLabels(before.files, found.files)) return;
  named.set(found, { names: namedOf(before).names, fields: joinFields(found.files) });
}

interface Names {
  readonly keys: readonly string[];
  readonly tids: readonly (number | undefined)[];
}

interface Named {
  readonly names: Names;
  readonly fields: readonly StatsField[];
}

// Every sample is asked several times for its fields: for its numbers, its quantiles, and its table.
const named = new WeakMap<TargetSample, Named>();
const keyed = new WeakMap<TargetSample, readonly KeyedField[]>();

function namedOf(sample: TargetSample): Named {
  let known = named.get(sample);
  if (known === undefined) {
    known = { names: nameFields(sample), fields: joinFields(sample.files) };
    named.set(sample, known);
  }
  return known;
}

function joinFields(files: readonly FileReading[]): readonly StatsField[] {
  const [first] = files;
  if (files.length === 1) return first?.snapshot?.fields ?? [];
  return files.flatMap(({ snapshot }) => snapshot?.fields ?? []);
}

function haveSameLabels(before: readonly FileReading[], now: readonly FileReading[]): boolean {
  return (
    before.length === now.length &&
    before.every(({ path, tid, snapshot }, index) => {
      const file = now[index];
      return file?.path === path && file.tid === tid && hasSameLabels(snapshot, file.snapshot);
    })
  );
}

function hasSameLabels(before: StatsSnapshot | undefined, now: StatsSnapshot | undefined): boolean {
  if (before?.fields.length !== now?.fields.length) return false;
  if (before?.index !== undefined && before.index === now?.index) return true;
  return (now?.fields ?? []).every(({ label }, index) => label === before?.fields[index]?.label);
}

function nameFields(sample: TargetSample): Names {
  const timesSeen = new Map<string, number>();
  const hasThreads = new Set(sample.files.map((file) => file.tid)).size > 1;
  const [keys, tids]: [string[], (number | undefined)[]] = [[], []];
  for (const { tid, snapshot } of sample.files) {
    const isMain = tid === undefined || tid === sample.target.pid || !hasThreads;
    for (const { label } of snapshot?.fields ?? []) {
      const wanted = isMain ? label : `${label}#${tid}`;
      const count = (timesSeen.get(wanted) ?? 0) + 1;
      timesSeen.set(wanted, count);
      keys.push(count === 1 ? wanted : `${wanted}(${count})`);
      tids.push(hasThreads ? tid : undefined);
    }
  }
  return { keys, tids };
}
