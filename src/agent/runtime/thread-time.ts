import { readFileSync } from 'node:fs';
import type { Task } from '../heartbeat.js';
import type { Registry } from '../registry.js';

/** CPU time of the calling thread alone, and how long it stood ready without one; from /proc (about 10 µs), or nothing. */
export function sampleThreadTime(registry: Registry): Task {
  const running = { unit: 'ms', help: 'CPU time of this thread' };
  const waiting = { unit: 'ms', help: 'Time in which this thread could have run, but got no CPU' };
  return () => {
    const [runNs, waitNs] = readScheduling();
    if (runNs === undefined || waitNs === undefined) return;
    registry.total('nodejs.thread.cpu', running).set(runNs / 1e6);
    registry.total('nodejs.thread.cpu.wait', waiting).set(waitNs / 1e6);
  };
}

function readScheduling(): readonly number[] {
  try {
    return readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ').map(Number);
  } catch {
    return [];
  }
}
