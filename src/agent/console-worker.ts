import { Worker } from 'node:worker_threads';
import { BlockingCallNote, noteBlockingCalls } from './blocking-calls.js';
import { ExitGate } from './exit-gate.js';
import type { CopiedMemory } from './mapping/mapping.js';

// A dump that is under way when the program ends takes some 10 ms more.
const EXIT_DEADLINE_MS = 1000;

/** What our worker is given at its start. */
export interface WorkerTask {
  readonly portholeWorker: true;
  readonly name: string;
  readonly agentVersion: string;
  readonly folder: string;
  readonly commandLine: readonly string[];
  readonly startedWallMs: number;
  readonly hasLocals: boolean;
  /** The memory of an {@link ExitGate}. */
  readonly exitGate: SharedArrayBuffer;
  /** The memory of a {@link BlockingCallNote}. */
  readonly blockingCall: SharedArrayBuffer;
  /** Where to listen; `undefined` when the path is longer than the kernel takes. */
  readonly socketPath: string | undefined;
  /** The main thread's, whose meters it ticks. */
  readonly statsFile: string;
  /** What to write to the stats file; `undefined` when that is mapped. */
  readonly copied: CopiedMemory | undefined;
}

/** What our worker says when its console cannot be opened. */
export interface WorkerFailure {
  readonly failure: string;
}

export function isWorkerTask(value: unknown): value is WorkerTask {
  return typeof value === 'object' && value !== null && 'portholeWorker' in value;
}

/**
 * Starts our worker thread. It does not keep the process alive.
 *
 * @param onFailure Called once, with one line, when the worker ends or cannot do its work.
 * @throws What `new Worker` throws, when it may not be made.
 */
export function startConsoleWorker(
  task: Omit<WorkerTask, 'portholeWorker' | 'exitGate' | 'blockingCall'>,
  onFailure: (reason: string) => void,
): void {
  const gate = new ExitGate();
  const blockingCall = new BlockingCallNote();
  let hasFailed = false;
  const failOnce = (reason: string): void => {
    if (hasFailed) return;
    hasFailed = true;
    onFailure(reason);
  };
  const worker = new Worker(new URL('./worker.js', import.meta.url), {
    name: 'porthole',
    workerData: {
      ...task,
      portholeWorker: true,
      exitGate: gate.memory,
      blockingCall: blockingCall.memory,
    } satisfies WorkerTask,
    // Both would load `porthole/register` and the application's own preloads again.
    execArgv: [],
    env: { ...process.env, NODE_OPTIONS: undefined },
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 },
  });
  worker.on('message', (message: WorkerFailure) => failOnce(message.failure));
  worker.on('error', (error) => failOnce(`its worker thread failed: ${error.message}`));
  worker.on('exit', (code) => {
    gate.reset();
    failOnce(`its worker thread ended with code ${code}`);
  });
  process.on('exit', () => gate.close(EXIT_DEADLINE_MS));
  worker.unref();
  noteBlockingCalls(blockingCall);
}
