import { renameSync, writeFileSync } from 'node:fs';
import { AGENT_FIELDS } from '../../format/agent-fields.js';
import type { Stall, StallReport } from '../../format/stalls.js';
import { decodeLayout } from '../../format/stats-layout.js';
import type { ExitGate } from '../exit-gate.js';
import type { FieldMemory } from '../field-memory.js';
import { createOwnFile } from '../mapping/file-of-our-own.js';

const MAX_STALLS = 20;

/** Whose stalls they are, and where they are kept. */
export interface StallLogPlace {
  readonly pid: number;
  readonly name: string;
  readonly startTicks: number | undefined;
  readonly thresholdMs: number;
  /** Written anew with each change, for a look at the dead. */
  readonly path: string;
  /** The stats file that has the counters. */
  readonly memory: FieldMemory;
  /** Nothing is written once it is closed: the files are then being removed. */
  readonly gate: ExitGate;
}

/** The last 20 stalls of this process: in memory, in a file of their own, and counted in the stats file. */
export class StallLog {
  readonly #place: StallLogPlace;
  readonly #stalls: Stall[] = [];
  #count = 0;
  #longestMs = 0;
  #offsets: ReadonlyMap<string, number> | undefined;

  constructor(place: StallLogPlace) {
    this.#place = place;
  }

  /** Never throws: what cannot be written now is written with the next change. */
  readonly note = (stall: Stall, event: 'began' | 'changed'): void => {
    if (event === 'began') {
      this.#count += 1;
      this.#stalls.push(stall);
      if (this.#stalls.length > MAX_STALLS) this.#stalls.shift();
    }
    this.#longestMs = Math.max(this.#longestMs, stall.lengthMs);
    if (!this.#place.gate.enter()) return;
    try {
      this.#writeFields(stall.lengthMs);
      this.#writeFile();
    } catch {
      // The folder is gone, or the disk is full for the moment.
    } finally {
      this.#place.gate.leave();
    }
  };

  report(): StallReport {
    const { pid, name, startTicks, thresholdMs } = this.#place;
    const [count, longestMs, stalls] = [this.#count, this.#longestMs, [...this.#stalls]];
    return { version: 1, pid, name, startTicks, capturedWallMs: Date.now(), thresholdMs, count, longestMs, stalls };
  }

  // The application's thread makes the fields and never writes them: it is the one that stands still.
  #writeFields(lastMs: number): void {
    const { memory } = this.#place;
    this.#offsets ??= findFields(memory);
    const write = (label: string, numbers: Float64Array | BigUint64Array): void => {
      const offset = this.#offsets?.get(label);
      if (offset !== undefined) memory.write(offset, numbers);
    };
    write(AGENT_FIELDS.stalls, BigUint64Array.of(BigInt(this.#count)));
    write(AGENT_FIELDS.stallLast, Float64Array.of(lastMs));
    write(AGENT_FIELDS.stallLongest, Float64Array.of(this.#longestMs));
  }

  // Renamed into its place, so that a reader finds all of it or that of before.
  #writeFile(): void {
    const { path } = this.#place;
    const { file } = createOwnFile(`${path}.new`, (fd) => writeFileSync(fd, JSON.stringify(this.report())));
    renameSync(file.path, path);
  }
}

function findFields(memory: FieldMemory): ReadonlyMap<string, number> {
  const { fields } = decodeLayout(memory.readAll());
  return new Map(fields.map(({ label, bufferOffset }) => [label, bufferOffset + 1]));
}
