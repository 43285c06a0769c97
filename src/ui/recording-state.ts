import type { LogEntry } from '../model/event-log.js';
import type { History } from '../model/history.js';
import type { KeptDumps } from '../model/kept-dumps.js';
import type { KeptStalls } from '../model/kept-stalls.js';

/** Something recorded that the screen is to show, instead of what is. */
export interface OpenedRecording {
  /** `recording /tmp/a.porthole`, `folder /tmp/dead`. */
  readonly title: string;
  readonly hostName: string;
  readonly userName: string;
  /** Between two moments. */
  readonly intervalMs: number;
  /** All moments, with rows that were not there at the last. */
  readonly history: History;
  /** Newest first. */
  readonly log: readonly LogEntry[];
  readonly dumps: KeptDumps;
  readonly stalls: KeptStalls;
  /** What could not be read of it, in one line. */
  readonly notice: string | undefined;
}

/** How a recording is looked at. */
export interface Playback {
  readonly title: string;
  /** So many times as fast as it was recorded. */
  readonly speed: number;
  readonly isPlaying: boolean;
  /** When the moment that is shown was last moved by the clock; `undefined` until it is. */
  readonly playedWallMs: number | undefined;
}
