import type { StatsField } from '../format/stats-decode.js';
import type { Sample } from '../source/sample.js';
import { aggregateValues } from './aggregate.js';
import { type FieldMemory, type FollowedField, followFields, growthOf, noMemory, observedSince } from './growth.js';
import { mergeHistograms } from './histogram-window.js';
import { isCounting } from './metric-table.js';

/** What all processes of one name have counted, those too that have ended, whichever pids they had. */
export interface ProgramCount {
  readonly name: string;
  /** How many live now. */
  readonly processes: number;
  /** Counts, histograms and timers, which never go back; none of anything else, and no rates. */
  readonly fields: readonly StatsField[];
}

/** What is remembered from one look to the next. A value. */
export interface ProgramCounts {
  readonly memory: FieldMemory;
  readonly totals: ReadonlyMap<string, ReadonlyMap<string, StatsField>>;
}

/** Before the first look. */
export const noProgramCounts: ProgramCounts = { memory: noMemory, totals: new Map() };

/**
 * Adds what every process has counted since the look before: a restart counts on, and nothing is counted twice.
 *
 * @param sample With those that have ended since then (`withEnded`), or what they counted at last is missing.
 */
export function countPrograms(before: ProgramCounts, sample: Sample): ProgramCounts {
  const { memory, fields } = followFields(before.memory, sample, () => true);
  const totals = new Map([...before.totals].map(([name, known]) => [name, new Map(known)] as const));
  for (const followed of fields) {
    if (!isCounting(followed.field.kind)) continue;
    const { name } = followed.target;
    const ofProgram = totals.get(name) ?? new Map<string, StatsField>();
    totals.set(name, ofProgram);
    const { label } = followed.field;
    ofProgram.set(label, withGrowth(ofProgram.get(label), followed));
  }
  return { memory, totals };
}

/** The programs that ever counted something, and those that run. */
export function programCounts({ totals }: ProgramCounts, { targets }: Sample): readonly ProgramCount[] {
  const living = targets.filter(({ state }) => state !== 'ended');
  const names = new Set([...totals.keys(), ...living.map(({ name }) => name)]);
  return [...names].map((name) => ({
    name,
    processes: living.filter((target) => target.name === name).length,
    fields: [...(totals.get(name)?.values() ?? [])],
  }));
}

function withGrowth(total: StatsField | undefined, followed: FollowedField): StatsField {
  const { meter: _, histogram: __, ...field } = followed.field;
  const value = aggregateValues([total?.value ?? 0, growthOf(followed) ?? 0], 'sum') ?? 0;
  const observed = observedSince(followed);
  const histogram = mergeHistograms([total?.histogram, observed].filter((one) => one !== undefined));
  return histogram === undefined ? { ...field, value } : { ...field, value: histogram.count, histogram };
}
