import type { HandleList, InFlightReport, Operation } from '../../format/in-flight.js';
import { monotonicMs } from '../own-process.js';
import { listChildren } from './child-list.js';
import { redactText } from './redact-text.js';
import type { SlotPool, SlotReading } from './slot-pool.js';

/**
 * What all threads of this process have in flight, with the secrets taken out. Asks no thread, so that it does not
 * matter what they are at. Cost: some ms for a thousand.
 */
export function readInFlight(name: string, pool: SlotPool, handles: HandleList | undefined): InFlightReport {
  const nowMs = monotonicMs();
  const { taken, unlisted } = pool.read();
  const operations = [...taken.map((reading) => describe(reading, nowMs)), ...listChildren()];
  return {
    version: 1,
    pid: process.pid,
    name,
    capturedWallMs: Date.now(),
    operations: operations.toSorted((a, b) => b.ageMs - a.ageMs),
    unlisted,
    handles,
  };
}

function describe({ threadId, kind, detail, where, startedMs }: SlotReading, nowMs: number): Operation {
  return {
    kind,
    detail: redactText(detail),
    ageMs: Math.max(0, nowMs - startedMs),
    threadId,
    where: where === '' ? undefined : where,
  };
}
