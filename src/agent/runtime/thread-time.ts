import { readFileSync } from 'node:fs';
import type { Task } from '../heartbeat.js';
import { raiseTo } from '../raise-to.js';
import type { Registry } from '../registry.js';

/** CPU time of the calling thread alone, and how long it stood ready without one; from /proc (about 10 µs), or nothing. */
export function sampleThreadTime(registry: Registry): Task {
  const running = { unit: 'ms', help: 'CPU time of this thread' };
  const waiting = { unit: 'ms', help: 'Time in which this thread could have run, but got no CPU' };
  return () => {
    const [runNs, waitNs] = readScheduling();
    if (runNs === undefined || waitNs === undefined) return;
    raiseTo(registry.counter('nodejs.thread.cpu', running), runNs / 1e6);
    raiseTo(registry.counter('nodejs.thread.cpu.wait', waiting), waitNs / 1e6);
  };
}

function readScheduling(): readonly number[] {
  try {
    return readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ').map(Number);
  } catch {
    return [];
  }
}
