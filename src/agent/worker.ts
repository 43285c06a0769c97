import { setInterval } from 'node:timers';
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../errors.js';
import { openConsoleServer } from './console-server.js';
import { isWorkerTask, type WorkerFailure, type WorkerTask } from './console-worker.js';
import { ExitGate } from './exit-gate.js';
import { type FieldMemory, fileMemory, memoryOf } from './field-memory.js';
import type { CopiedMemory } from './mapping/mapping.js';
import { COPY_INTERVAL_MS, copyToFile } from './mapping/shared-memory-mapping.js';
import { MeterTicker } from './meter-ticker.js';
import { monotonicMs } from './own-process.js';
import { Turns } from './turns.js';

// A tick is due each 5 s, and late by this much at most.
const TICK_LOOK_INTERVAL_MS = 500;

if (isWorkerTask(workerData)) await work(workerData);

async function work(task: WorkerTask): Promise<void> {
  const { copied, socketPath, statsFile } = task;
  if (copied !== undefined) setInterval(() => copyOrGoOn(copied), COPY_INTERVAL_MS);
  const memory = copied === undefined ? fileMemory(statsFile) : memoryOf(() => copied.memory);
  tickMeters(memory);
  try {
    // A Node that was built without the inspector still has its stats file copied.
    const { startStallWatch } = await import('./stalls/start-stall-watch.js');
    const { createServices } = await import('./create-services.js');
    const [turns, gate] = [new Turns(), new ExitGate(task.exitGate)];
    const stalls = startStallWatch(task, memory, turns, gate);
    if (socketPath === undefined) return;
    openConsoleServer(socketPath, createServices(task, stalls, turns, gate), reportFailure);
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
  const message: WorkerFailure = { failure };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of worker_threads, not a window
  parentPort?.postMessage(message);
}
