import type { HostReading, Sample, SearchedPlace, TargetSample } from '../../format/sample.js';
import { readMonotonicMs } from '../clock.js';
import { HostClock } from './host-clock.js';
import { HostConnection } from './host-connection.js';
import type { HostName } from './host-name.js';
import { onOurClock, searchedThere } from './on-our-clock.js';
import type { RemoteCommand } from './ssh-command.js';

/** What is known of another machine now. */
export interface HostLook {
  readonly reading: HostReading;
  readonly targets: readonly TargetSample[];
  readonly searched: readonly SearchedPlace[];
}

const FIRST_PAUSE_MS = 1000;
const MAX_PAUSE_MS = 30_000;
/** A connection without a first sample for so long, or without the next, is given up. */
const NO_SAMPLE_MS = 20_000;

/** Another machine: connected to again and again, each time after a longer pause, until it is closed. */
export class Host {
  readonly #name: HostName;
  readonly #command: RemoteCommand;
  #clock = new HostClock();
  #connection: HostConnection | undefined;
  #isConnected = false;
  #wasConnected = false;
  #sinceMs = readMonotonicMs();
  #reason: string | undefined;
  #pauseMs = FIRST_PAUSE_MS;
  #timer: NodeJS.Timeout | undefined;
  #targets: readonly TargetSample[] = [];
  #searched: readonly SearchedPlace[] = [];

  constructor(name: HostName, command: RemoteCommand) {
    this.#name = name;
    this.#command = command;
    this.#connect();
  }

  /** Asks for the next sample, unless one is under way; one that does not come ends the connection. */
  requestSample(): void {
    const askedMs = this.#connection?.askedMs;
    if (askedMs === undefined) this.#connection?.requestSample();
    else if (readMonotonicMs() - askedMs > NO_SAMPLE_MS) this.#connection?.close('no answer for 20 s');
  }

  /** Its processes as they were last seen; while it cannot be reached, without numbers. */
  look(): HostLook {
    const { label } = this.#name;
    const state = this.#isConnected ? 'live' : this.#wasConnected ? 'lost' : 'connecting';
    const reading = { host: label, state, sinceMs: this.#sinceMs, reason: this.#reason } as const;
    const targets = this.#isConnected ? this.#targets : this.#targets.map((target) => unreachable(target, label));
    return { reading, targets, searched: this.#searched };
  }

  /** As `exchange` with a socket of this machine. */
  async exchange(socket: string, request: string | undefined, deadlineMs: number): Promise<Buffer | undefined> {
    return await this.#connection?.exchange(socket, request, deadlineMs);
  }

  /** As `readSource` for a process of this machine, as JSON. */
  async readSource(pid: number, file: string, line: number): Promise<Buffer | undefined> {
    return await this.#connection?.readSource(pid, file, line);
  }

  /** Ends the connection for good. */
  close(): void {
    clearTimeout(this.#timer);
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.close();
  }

  #connect(): void {
    const connection = new HostConnection(this.#name, this.#command, {
      onSample: (sample, askedMs) => this.#take(sample, askedMs),
      onEnd: (reason) => {
        if (this.#connection === connection) this.#lose(reason);
      },
    });
    this.#connection = connection;
  }

  #take(sample: Sample, askedMs: number): void {
    const host = this.#name.label;
    const nowMs = readMonotonicMs();
    const atMs = sample.atMs + this.#clock.learn(askedMs, sample.atMs, nowMs);
    const look = { host, at: { atMs, wallMs: Date.now() - (nowMs - atMs) } };
    if (!this.#isConnected) this.#sinceMs = nowMs;
    this.#isConnected = true;
    this.#wasConnected = true;
    this.#reason = undefined;
    this.#pauseMs = FIRST_PAUSE_MS;
    this.#targets = onOurClock(sample, look);
    this.#searched = searchedThere(sample, host);
  }

  #lose(reason: string): void {
    if (this.#isConnected || this.#reason === undefined) this.#sinceMs = readMonotonicMs();
    this.#isConnected = false;
    this.#reason = reason;
    this.#clock = new HostClock();
    this.#connection = undefined;
    this.#timer = setTimeout(() => this.#connect(), this.#pauseMs);
    this.#pauseMs = Math.min(MAX_PAUSE_MS, this.#pauseMs * 2);
  }
}

// What it was doing when it was last seen says nothing of what it does now.
function unreachable(target: TargetSample, host: string): TargetSample {
  if (target.state === 'ended') return target;
  const stateReason = `${host}: connection lost, trying again: these are its last values`;
  return { ...target, state: 'unreadable', stateReason, at: undefined, process: undefined, files: [] };
}
