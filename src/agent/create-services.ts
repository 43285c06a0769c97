import { PortholeError } from '../errors.js';
import { type AgentInfo, CONSOLE_VERSION } from '../format/console-messages.js';
import { BlockingCallNote } from './blocking-calls.js';
import { readLimitMs } from './capture/async/async-price.js';
import { createAsyncDumper } from './capture/async/take-async-dumps.js';
import type { LocalsChoice } from './capture/capture-thread.js';
import { Inspection } from './capture/inspection.js';
import { createSampler } from './capture/sample-stacks.js';
import { createDumpTaker } from './capture/take-dumps.js';
import type { ConsoleServices } from './console-routes.js';
import type { WorkerTask } from './console-worker.js';
import type { ExitGate } from './exit-gate.js';
import { openInFlightReader } from './in-flight/open-reader.js';
import { listOwnStatsFiles } from './own-files.js';
import type { Stalls } from './stalls/start-stall-watch.js';
import type { Turns } from './turns.js';

/** What our worker answers with. All that questions the main thread takes turns, and is no stall of the program. */
export function createServices(
  task: WorkerTask,
  stalls: Stalls,
  turns: Turns,
  gate: ExitGate,
): Omit<ConsoleServices, 'detach'> {
  const inFlight = openInFlightReader(task, turns, gate);
  const blockingCall = new BlockingCallNote(task.blockingCall);
  const inspection = new Inspection({ folder: task.folder, gate, turns, blockingCall });
  const takeDump = createDumpTaker(task.name, inspection);
  const asyncLimitMs = readLimitMs(process.env['PORTHOLE_ASYNC_MAX_PAUSE_MS']);
  const asyncDumper = createAsyncDumper(task.name, gate, turns, asyncLimitMs);
  const chooseLocals = (isWanted: boolean): LocalsChoice =>
    isWanted ? (task.hasLocals ? 'taken' : 'forbidden') : 'unwanted';
  return {
    readInfo: () => describeAgent(task),
    takeDump: async (wantsLocals) => {
      const dump = await takeDump(chooseLocals(wantsLocals));
      stalls.excuse(dump.threads[0]?.pausedMs ?? 0);
      return { ...dump, inFlight: await inFlight.readBeside(dump) };
    },
    expandFrame: async (threadId, choice) => {
      if (!task.hasLocals) {
        throw new PortholeError('not-permitted', 'locals are switched off in this process (PORTHOLE_LOCALS=0)');
      }
      const frame = await inspection.expandFrame(threadId, choice);
      if (threadId === 0) stalls.excuse(frame.pausedMs);
      return frame;
    },
    takeSamples: createSampler(() => takeDump('unwanted')),
    readAsyncPrice: asyncDumper.readPrice,
    takeAsyncDump: (wantsLocals, isForced) =>
      stalls.during(() => asyncDumper.takeDump(chooseLocals(wantsLocals), isForced)),
    readStalls: stalls.read,
    readInFlight: inFlight.read,
  };
}

function describeAgent({ name, agentVersion, startedWallMs, commandLine, folder }: WorkerTask): AgentInfo {
  return {
    version: CONSOLE_VERSION,
    pid: process.pid,
    name,
    nodeVersion: process.version,
    agentVersion,
    startedWallMs,
    commandLine,
    statsFiles: listOwnStatsFiles(folder),
  };
}
