import type { ListedFile } from './list-place.js';
import { OpenFiles } from './open-files.js';
import type { Place } from './places.js';
import { StatsReader, type StatsReading } from './read-stats.js';

/** A file that was read, and where it was found. */
export interface PlacedReading {
  readonly place: Place;
  readonly reading: StatsReading;
}

/** The readers of all stats files, kept from one look to the next for what they know of the layouts. */
export class StatsReaders {
  readonly #files: OpenFiles;
  readonly #readers = new Map<string, StatsReader>();

  constructor(files = new OpenFiles()) {
    this.#files = files;
  }

  /** Reads one file after the other, and yields before each. What is not among them is forgotten. */
  *readAll(files: readonly ListedFile[]): Generator<undefined, readonly PlacedReading[]> {
    const listed = new Set(files.map(({ path }) => path));
    for (const path of this.#readers.keys()) if (!listed.has(path)) this.#readers.delete(path);
    const readings: PlacedReading[] = [];
    for (const { path, place, version } of files) {
      yield;
      const reader = this.#readers.get(path) ?? new StatsReader(path, this.#files);
      this.#readers.set(path, reader);
      const reading = reader.read(version);
      if (!reading.isGone) readings.push({ place, reading });
    }
    return readings;
  }
}
