import { setInterval } from 'node:timers';
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf, PortholeError } from '../errors.js';
import { type AgentInfo, CONSOLE_VERSION, type Detached } from '../format/console-messages.js';
import { beforeDeadline } from './capture/deadline.js';
import type { TakeDump } from './capture/take-dumps.js';
import type { ConsoleServices } from './console-routes.js';
import { openConsoleServer } from './console-server.js';
import { isWorkerTask, type WorkerMessage, type WorkerTask } from './console-worker.js';
import { ExitGate } from './exit-gate.js';
import { type FieldMemory, fileMemory, memoryOf } from './field-memory.js';
import type { CopiedMemory } from './mapping/mapping.js';
import { COPY_INTERVAL_MS, copyToFile } from './mapping/shared-memory-mapping.js';
import { MeterTicker } from './meter-ticker.js';
import { listOwnStatsFiles } from './own-files.js';
import { monotonicMs } from './own-process.js';

// A tick is due each 5 s, and late by this much at most.
const TICK_LOOK_INTERVAL_MS = 500;
// Less than a client waits for its answer.
const STOP_DEADLINE_MS = 3000;

let end = (): void => process.exit(0);

// No await: as text of an agent that was attached this is CommonJS.
if (isWorkerTask(workerData)) void work(workerData);

async function work(task: WorkerTask): Promise<void> {
  const { copied, socketPath, statsFile } = task;
  if (copied !== undefined) setInterval(() => copyOrGoOn(copied), COPY_INTERVAL_MS);
  tickMeters(copied === undefined ? fileMemory(statsFile) : memoryOf(() => copied.memory));
  parentPort?.once('message', () => end());
  if (socketPath === undefined) return;
  try {
    // A Node that was built without the inspector still has its stats file copied.
    const { createDumpTaker } = await import('./capture/take-dumps.js');
    openConsole(socketPath, task, createDumpTaker(task.name, new ExitGate(task.exitGate)));
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

function openConsole(socketPath: string, task: WorkerTask, takeDump: TakeDump): void {
  const services: ConsoleServices = {
    readInfo: () => describeAgent(task),
    takeDump: (wantsLocals) => takeDump(wantsLocals ? (task.hasLocals ? 'taken' : 'forbidden') : 'unwanted'),
    detach: requestStop,
  };
  const server = openConsoleServer(socketPath, services, reportFailure);
  end = () => void server.close(() => process.exit(0));
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
  tellMain({ failure });
}

async function requestStop(): Promise<Detached> {
  const stopped = new Promise((resolve) => parentPort?.once('message', resolve));
  tellMain({ stopAsked: true });
  const outcome = await beforeDeadline(stopped, STOP_DEADLINE_MS);
  if (outcome.state === 'came') return { version: CONSOLE_VERSION, pid: process.pid, detached: true };
  throw new PortholeError('no-answer', 'its event loop is blocked: the agent leaves as soon as it turns again');
}

function tellMain(message: WorkerMessage): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of worker_threads, not a window
  parentPort?.postMessage(message);
}
