import { setInterval } from 'node:timers';
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf, PortholeError } from '../errors.js';
import { CONSOLE_VERSION, type Detached } from '../format/console-messages.js';
import { beforeDeadline } from './capture/deadline.js';
import { openConsoleServer } from './console-server.js';
import { isWorkerTask, type WorkerMessage, type WorkerTask } from './console-worker.js';
import { ExitGate } from './exit-gate.js';
import { type FieldMemory, fileMemory, memoryOf } from './field-memory.js';
import type { CopiedMemory } from './mapping/mapping.js';
import { COPY_INTERVAL_MS, copyToFile } from './mapping/shared-memory-mapping.js';
import { MeterTicker } from './meter-ticker.js';
import { monotonicMs } from './own-process.js';
import { Turns } from './turns.js';

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
  const memory = copied === undefined ? fileMemory(statsFile) : memoryOf(() => copied.memory);
  tickMeters(memory);
  parentPort?.once('message', () => end());
  try {
    // A Node that was built without the inspector still has its stats file copied.
    const { startStallWatch } = await import('./stalls/start-stall-watch.js');
    const { createServices } = await import('./create-services.js');
    const [turns, gate] = [new Turns(), new ExitGate(task.exitGate)];
    const stalls = startStallWatch(task, memory, turns, gate);
    if (socketPath === undefined) return;
    const services = { ...createServices(task, stalls, turns, gate), detach: requestStop };
    const server = openConsoleServer(socketPath, services, reportFailure);
    end = () => void server.close(() => process.exit(0));
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
