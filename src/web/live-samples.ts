import { type EndedFiles, followEnded, noEndedFiles, withEnded } from '../model/ended-files.js';
import type { GroupQuantiles } from '../model/group-quantiles.js';
import type { Group } from '../model/group-table.js';
import { appendQuantilesOf, type GroupRule, groupProcesses, processesOf } from '../model/groups.js';
import { appendSample, emptyHistory, type History, type ProcessHistory } from '../model/history.js';
import {
  countPrograms,
  noProgramCounts,
  type ProgramCount,
  type ProgramCounts,
  programCounts,
} from '../model/program-counts.js';
import type { Sample, TargetSample } from '../source/sample.js';

type Groups = ReadonlyMap<string, readonly ProcessHistory[]>;

/** What is known of one host: the last two samples, 15 minutes of numbers, and what has ended since the start. */
export class LiveSamples {
  readonly #rules: readonly GroupRule[];
  readonly #extra: readonly GroupRule[];
  #ended: EndedFiles = noEndedFiles;
  #counts: ProgramCounts = noProgramCounts;
  #before: Sample | undefined;
  #latest: Sample | undefined;
  #history: History = emptyHistory;
  #groups: Groups = new Map();
  #quantiles: GroupQuantiles = new Map();
  readonly #listeners = new Set<(sample: Sample, before: Sample | undefined) => void>();

  /**
   * @param rules Which processes belong together, else those of one name.
   * @param extra More groups, of processes that belong to others too; never listed.
   */
  constructor(rules: readonly GroupRule[] = [], extra: readonly GroupRule[] = []) {
    this.#rules = rules;
    this.#extra = extra;
  }

  get latest(): Sample | undefined {
    return this.#latest;
  }

  /** Everything that is remembered, from which CPU, rates and graphs come. */
  get history(): History {
    return this.#history;
  }

  /** All processes by their group. */
  get groups(): Groups {
    return this.#groups;
  }

  /** Takes a sample in and hands it to who listens, with the one before it. */
  append(sample: Sample): void {
    // A machine that was started anew counts its time from zero; nothing of before fits to that.
    const isSameBoot = sample.atMs >= (this.#history.atMs ?? sample.atMs);
    const known = isSameBoot ? this.#history : emptyHistory;
    this.#before = isSameBoot ? this.#latest : undefined;
    this.#latest = sample;
    this.#history = appendSample(known, sample);
    this.#groups = groupProcesses(this.#history, this.#rules);
    const extra = this.#extra.map((rule) => [extraKey(rule.name), processesOf(this.#history, rule)] as const);
    const all = new Map([...this.#groups, ...extra]);
    this.#quantiles = appendQuantilesOf(all, isSameBoot ? this.#quantiles : new Map(), known, this.#history);
    this.#ended = followEnded(this.#ended, sample);
    for (const listener of this.#listeners) listener(sample, this.#before);
  }

  /** The processes of a group by its name, or of one of the extra groups; `undefined` when there are none. */
  group(name: string): Group | undefined {
    const listed = this.#groups.get(name);
    const rule = listed === undefined ? this.#extra.find((each) => each.name === name) : undefined;
    const members = listed ?? (rule === undefined ? [] : processesOf(this.#history, rule));
    if (members.length === 0) return undefined;
    const key = rule === undefined ? name : extraKey(name);
    return { history: this.#history, members, quantiles: this.#quantiles.get(key) };
  }

  /** Every process of a sample that was taken in between, and the counts of those that have ended. */
  targetsOf(sample: Sample): readonly TargetSample[] {
    this.#ended = followEnded(this.#ended, sample);
    return withEnded(this.#ended);
  }

  /** What the programs of such a sample have ever counted, from the first time that somebody asks. */
  programsOf(sample: Sample): readonly ProgramCount[] {
    const withGone = { ...sample, targets: this.targetsOf(sample) };
    this.#counts = countPrograms(this.#counts, withGone);
    return programCounts(this.#counts, withGone);
  }

  /** Calls back with every sample to come. @returns what ends that. */
  listen(listener: (sample: Sample, before: Sample | undefined) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

function extraKey(name: string): string {
  return `\n${name}`;
}
