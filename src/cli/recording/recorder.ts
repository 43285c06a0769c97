import { hostname, userInfo } from 'node:os';
import { RecordingEncoder } from '../../format/recording/recording-encoder.js';
import type { RecordedDump } from '../../format/recording/records.js';
import type { Sample } from '../../source/sample.js';
import { readOwnVersion } from '../version.js';
import { NewStalls } from './new-stalls.js';
import type { RecordingSink } from './recording-file.js';
import { StuckDumps } from './stuck-dumps.js';

/** What is recorded, and how much. */
export interface RecorderOptions {
  readonly intervalMs: number;
  readonly hasLocals: boolean;
  /** Whether processes that become stuck are asked for their stacks. */
  readonly hasDumps: boolean;
  /** The whole recording becomes no larger. */
  readonly maxBytes: number;
}

// For the end.
const RESERVED_BYTES = 64;

/** Writes samples, and the dumps and stalls that come between them, record by record. */
export class Recorder {
  readonly #sink: RecordingSink;
  readonly #options: RecorderOptions;
  readonly #encoder = new RecordingEncoder();
  readonly #stalls: NewStalls;
  readonly #dumps: StuckDumps;
  /** There was no room for the last record. */
  isFull = false;
  sampleCount = 0;
  /** Of a dump that came between two samples and could not be written. */
  #failure: unknown;

  constructor(sink: RecordingSink, options: RecorderOptions) {
    this.#sink = sink;
    this.#options = options;
    this.#stalls = new NewStalls(options.hasLocals);
    this.#dumps = new StuckDumps(options.hasLocals, (dump) => this.#takeDump(dump));
  }

  /** @throws what the sink throws. */
  async take(sample: Sample): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#sink.isNew()) await this.#write(this.#encoder.session(this.#describe(sample)));
    await this.#write(this.#encoder.sample(sample));
    if (!this.isFull) this.sampleCount++;
    for (const stalls of this.#stalls.look(sample)) await this.#write(this.#encoder.stalls(stalls));
    if (this.#options.hasDumps) this.#dumps.look(sample);
  }

  /** Waits for the dumps that were asked for, and writes the end. */
  async finish(): Promise<void> {
    await this.#dumps.settle();
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#sink.sizeBytes > 0) await this.#sink.write(this.#encoder.end(Date.now()));
  }

  async #takeDump(dump: RecordedDump): Promise<void> {
    try {
      await this.#write(this.#encoder.dump(dump));
    } catch (thrown) {
      this.#failure = thrown;
    }
  }

  // A sample that was left out is missed by those behind it: nothing comes after the first that has no room.
  async #write(record: Uint8Array): Promise<void> {
    if (this.#sink.sizeBytes + record.length + RESERVED_BYTES > this.#options.maxBytes) this.isFull = true;
    if (!this.isFull) await this.#sink.write(record);
  }

  #describe({ wallMs }: Sample): Parameters<RecordingEncoder['session']>[0] {
    const portholeVersion = readOwnVersion();
    const { intervalMs } = this.#options;
    return { hostName: hostname(), userName: userInfo().username, startedWallMs: wallMs, intervalMs, portholeVersion };
  }
}
