import { type EndedFiles, followEnded, noEndedFiles, withEnded } from '../model/ended-files.js';
import { appendSample, emptyHistory, type History } from '../model/history.js';
import type { Sample, TargetSample } from '../source/sample.js';

/** What the server knows: the last two samples, and what has ended since it started. */
export class LiveSamples {
  #ended: EndedFiles = noEndedFiles;
  #before: Sample | undefined;
  #latest: Sample | undefined;
  readonly #listeners = new Set<(sample: Sample, before: Sample | undefined) => void>();

  get latest(): Sample | undefined {
    return this.#latest;
  }

  /** Takes a sample in and hands it to who listens, with the one before it. */
  append(sample: Sample): void {
    this.#before = this.#latest;
    this.#latest = sample;
    this.#ended = followEnded(this.#ended, sample);
    for (const listener of this.#listeners) listener(sample, this.#before);
  }

  /** Every process of a sample that was taken in between, and the counts of those that have ended. */
  targetsOf(sample: Sample): readonly TargetSample[] {
    this.#ended = followEnded(this.#ended, sample);
    return withEnded(this.#ended);
  }

  /** The last two samples, from which CPU and rates can be told. */
  history(): History {
    const samples = [this.#before, this.#latest].filter((sample) => sample !== undefined);
    return samples.reduce(appendSample, emptyHistory);
  }

  /** Calls back with every sample to come. @returns what ends that. */
  listen(listener: (sample: Sample, before: Sample | undefined) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
