import { type EndedFiles, followEnded, noEndedFiles, withEnded } from '../model/ended-files.js';
import { byProgram, type Grouping } from '../model/groups.js';
import { appendSample, emptyHistory, type History } from '../model/history.js';
import {
  countPrograms,
  noProgramCounts,
  type ProgramCount,
  type ProgramCounts,
  programCounts,
} from '../model/program-counts.js';
import type { Sample, TargetSample } from '../source/sample.js';

/** What is known of one host: the last two samples, 15 minutes of numbers, and what has ended since the start. */
export class LiveSamples {
  readonly #empty: History;
  #ended: EndedFiles = noEndedFiles;
  #counts: ProgramCounts = noProgramCounts;
  #before: Sample | undefined;
  #latest: Sample | undefined;
  #history: History;
  readonly #listeners = new Set<(sample: Sample, before: Sample | undefined) => void>();

  constructor(grouping: Grouping = byProgram) {
    this.#empty = { ...emptyHistory, grouping };
    this.#history = this.#empty;
  }

  get latest(): Sample | undefined {
    return this.#latest;
  }

  /** Everything that is remembered, from which CPU, rates and graphs come. */
  get history(): History {
    return this.#history;
  }

  /** Takes a sample in and hands it to who listens, with the one before it. */
  append(sample: Sample): void {
    // A machine that was started anew counts its time from zero; nothing of before fits to that.
    const isSameBoot = sample.atMs >= (this.#history.atMs ?? sample.atMs);
    this.#before = isSameBoot ? this.#latest : undefined;
    this.#latest = sample;
    this.#history = appendSample(isSameBoot ? this.#history : this.#empty, sample);
    this.#ended = followEnded(this.#ended, sample);
    for (const listener of this.#listeners) listener(sample, this.#before);
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
