import type { Target } from '../target.js';
import type { StatsSnapshot } from './stats-decode.js';

/**
 * `live`; `stuck`: alive, but its event loop has not turned for a while;
 * `ended`; `unreadable`: it is there and we may not or cannot read it;
 * `no-agent`: a Node process without us.
 */
export type ProcessState = 'live' | 'stuck' | 'ended' | 'unreadable' | 'no-agent';

/** What the operating system says of a living process. */
export interface ProcessReading {
  readonly commandLine: readonly string[];
  readonly uid: number;
  /** The name of that user where the system knows one, else the number. */
  readonly user: string;
  readonly startedWallMs: number;
  /** User and system time since the start. */
  readonly cpuMs: number;
  readonly rssBytes: number;
  readonly threads: number;
  /** The TCP ports on which it listens, ascending; `undefined` while that was not asked, or where it is hidden. */
  readonly ports: readonly number[] | undefined;
  /** `pm2 shop`, `shop.service`, `container 3fa1235d07c0`; `undefined` when nothing of the kind is known. */
  readonly managedBy: string | undefined;
}

/** One stats file of a process, read or not. */
export interface FileReading {
  readonly path: string;
  readonly tid: number | undefined;
  /** `undefined` when nothing of it could be read; then there is a reason. */
  readonly snapshot: StatsSnapshot | undefined;
  /** One line: what is wrong with the file, and the cure where there is one. */
  readonly reason: string | undefined;
}

/** A process as one poll found it. */
export interface TargetSample {
  readonly target: Target;
  readonly name: string;
  readonly runtime: 'node' | 'python' | undefined;
  readonly state: ProcessState;
  /** One line that explains the state: `event loop blocked 3.2 s`, `not permitted: …`. */
  readonly stateReason: string | undefined;
  /** Whether porthole's own agent runs in it (a neighbour that speaks mmstats has none). */
  readonly hasAgent: boolean;
  /** `undefined` when the process is gone or hidden from us. */
  readonly process: ProcessReading | undefined;
  readonly files: readonly FileReading[];
  /** The path of its socket, whether or not anybody still listens there. */
  readonly socket: string | undefined;
}

/** A place that was searched, and how that went: for the screen that has nothing to show. */
export interface SearchedPlace {
  readonly path: string;
  readonly outcome: 'read' | 'absent' | 'unreadable';
  readonly reason: string | undefined;
}

/** What one poll of all targets brought. */
export interface Sample {
  /** Of the machine's monotonic clock, on which agents write their heartbeat too. */
  readonly atMs: number;
  readonly wallMs: number;
  readonly targets: readonly TargetSample[];
  readonly searched: readonly SearchedPlace[];
}
