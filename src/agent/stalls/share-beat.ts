import type { Heartbeat } from '../heartbeat.js';
import { monotonicMs } from '../own-process.js';
import { SharedBeat } from '../shared-beat.js';

/** Writes each beat of this thread where our worker reads it. @returns That memory. */
export function shareBeat(heartbeat: Heartbeat): SharedArrayBuffer {
  const beat = new SharedBeat();
  beat.ms = monotonicMs();
  heartbeat.onBeat(() => {
    beat.ms = monotonicMs();
  });
  return beat.memory;
}
