import { getEnvironmentData, isMainThread, setEnvironmentData, threadId } from 'node:worker_threads';
import { atStop } from '../at-stop.js';
import type { Heartbeat } from '../heartbeat.js';
import { paced } from '../paced.js';
import { threadInFlight } from './in-flight.js';
import { endSettled } from './settling.js';
import { SlotPool } from './slot-pool.js';

const POOL_KEY = 'porthole.in-flight.1';

/**
 * Opens what this thread has in flight for our worker. Other threads find the memory in the environment data that a
 * thread hands on to those that it makes.
 *
 * @returns `undefined` in a thread whose parents had none.
 */
export function openInFlight(heartbeat: Heartbeat): SlotPool | undefined {
  const inherited = isMainThread ? undefined : getEnvironmentData(POOL_KEY);
  if (!isMainThread && !(inherited instanceof SharedArrayBuffer)) return undefined;
  const pool = inherited instanceof SharedArrayBuffer ? new SlotPool(inherited) : new SlotPool();
  const release = (): void => pool.release(new Set([threadId]));
  if (isMainThread) setEnvironmentData(POOL_KEY, pool.memory);
  else process.on('exit', release);
  threadInFlight().open(pool, threadId);
  atStop(() => {
    if (isMainThread) setEnvironmentData(POOL_KEY, undefined);
    process.off('exit', release);
    threadInFlight().close();
    release();
  });
  heartbeat.onBeat(paced(endSettled));
  return pool;
}
