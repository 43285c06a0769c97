import type { InFlightReport } from '../../format/in-flight.js';
import type { StackDump } from '../../format/stack-dump.js';
import type { WorkerTask } from '../console-worker.js';
import type { ExitGate } from '../exit-gate.js';
import type { Turns } from '../turns.js';
import { askHandles } from './ask-handles.js';
import { readInFlight } from './read-in-flight.js';
import { SlotPool } from './slot-pool.js';

/** What the console tells of operations and handles. */
export interface InFlightReader {
  /** All of it. */
  readonly read: () => Promise<InFlightReport>;
  /** What belongs to a dump: the handles only of a main thread that is idle, for which they say what it waits for. */
  readonly readBeside: (dump: StackDump) => Promise<InFlightReport>;
}

/** Reads, from our worker, what this process has in flight. */
export function openInFlightReader({ name, inFlight }: WorkerTask, turns: Turns, gate: ExitGate): InFlightReader {
  const pool = new SlotPool(inFlight);
  // The handles first: the main thread then ends what has settled.
  const read = async (): Promise<InFlightReport> => {
    const handles = await askHandles(turns, gate);
    return readInFlight(name, pool, handles);
  };
  const readBeside = (dump: StackDump): Promise<InFlightReport> =>
    dump.threads[0]?.state === 'idle' ? read() : Promise.resolve(readInFlight(name, pool, undefined));
  return { read, readBeside };
}
