import { setInterval } from 'node:timers';
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf, PortholeError } from '../errors.js';
import { type AgentInfo, CONSOLE_VERSION } from '../format/console-messages.js';
import { BlockingCallNote } from './blocking-calls.js';
import type { FrameChoice } from './capture/expand-frame.js';
import type { Inspection } from './capture/inspection.js';
import type { TakeDump } from './capture/take-dumps.js';
import { openConsoleServer } from './console-server.js';
import { isWorkerTask, type WorkerFailure, type WorkerTask } from './console-worker.js';
import { ExitGate } from './exit-gate.js';
import { type FieldMemory, fileMemory, memoryOf } from './field-memory.js';
import type { CopiedMemory } from './mapping/mapping.js';
import { COPY_INTERVAL_MS, copyToFile } from './mapping/shared-memory-mapping.js';
import { MeterTicker } from './meter-ticker.js';
import { listOwnStatsFiles } from './own-files.js';
import { monotonicMs } from './own-process.js';

// A tick is due each 5 s, and late by this much at most.
const TICK_LOOK_INTERVAL_MS = 500;

if (isWorkerTask(workerData)) await work(workerData);

async function work(task: WorkerTask): Promise<void> {
  const { copied, socketPath, statsFile } = task;
  if (copied !== undefined) setInterval(() => copyOrGoOn(copied), COPY_INTERVAL_MS);
  tickMeters(copied === undefined ? fileMemory(statsFile) : memoryOf(() => copied.memory));
  if (socketPath === undefined) return;
  try {
    // A Node that was built without the inspector still has its stats file copied.
    const { createDumpTaker } = await import('./capture/take-dumps.js');
    const { Inspection } = await import('./capture/inspection.js');
    const blockingCall = new BlockingCallNote(task.blockingCall);
    const inspection = new Inspection(task.folder, new ExitGate(task.exitGate), blockingCall);
    openConsole(socketPath, task, createDumpTaker(task.name, inspection), inspection);
  } catch (error) {
    reportFailure(messageOf(error));
  }
}

function tickMeters(memory: FieldMemory): void {
  const ticker = new MeterTicker(memory, monotonicMs());
  setInterval(() => {
    try {
      ticker.tickIfDue(monotonicMs());
    } catch {
      // The file was removed under us: readers see that by themselves.
    }
  }, TICK_LOOK_INTERVAL_MS);
}

function openConsole(socketPath: string, task: WorkerTask, takeDump: TakeDump, inspection: Inspection): void {
  const services = {
    readInfo: () => describeAgent(task),
    takeDump: (wantsLocals: boolean) => takeDump(wantsLocals ? (task.hasLocals ? 'taken' : 'forbidden') : 'unwanted'),
    expandFrame: async (threadId: number, choice: FrameChoice) => {
      if (task.hasLocals) return await inspection.expandFrame(threadId, choice);
      throw new PortholeError('not-permitted', 'locals are switched off in this process (PORTHOLE_LOCALS=0)');
    },
  };
  openConsoleServer(socketPath, services, reportFailure);
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

function copyOrGoOn(copied: CopiedMemory): void {
  try {
    copyToFile(copied);
  } catch {
    // The file was removed under us, or the disk is full for the moment: the next copy may do.
  }
}

function reportFailure(failure: string): void {
  const message: WorkerFailure = { failure };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of worker_threads, not a window
  parentPort?.postMessage(message);
}
