import { clearTimeout, setTimeout } from 'node:timers';
import { Worker } from 'node:worker_threads';
import { atStop } from './at-stop.js';
import { BlockingCallNote, noteBlockingCalls } from './blocking-calls.js';
import { ExitGate } from './exit-gate.js';
import type { CopiedMemory } from './mapping/mapping.js';

// A dump that is under way when the program ends takes some 10 ms more.
const EXIT_DEADLINE_MS = 1000;
// It ends by itself as soon as its last client has read its answer.
const END_DEADLINE_MS = 1000;

/** What our worker is given at its start. */
export interface WorkerTask {
  readonly portholeWorker: true;
  readonly name: string;
  readonly agentVersion: string;
  readonly folder: string;
  readonly commandLine: readonly string[];
  readonly startedWallMs: number;
  readonly hasLocals: boolean;
  /** The memory of a {@link SharedBeat}, which the main thread beats. */
  readonly beat: SharedArrayBuffer;
  /** How late its event loop is when that is a stall; 0 for no watch. */
  readonly stallMs: number;
  /** The memory of a {@link SlotPool}, in which the threads write what they have in flight. */
  readonly inFlight: SharedArrayBuffer | undefined;
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

/** What our worker says: its console cannot be opened, or somebody asked it to take the agent out of the process. */
export type WorkerMessage = { readonly failure: string } | { readonly stopAsked: true };

/** What becomes of the worker's messages. */
export interface WorkerListener {
  /** Called once, with one line, when the worker ends or cannot do its work. */
  readonly onFailure: (reason: string) => void;
  readonly onStopAsked: () => void;
}

export function isWorkerTask(value: unknown): value is WorkerTask {
  return typeof value === 'object' && value !== null && 'portholeWorker' in value;
}

/**
 * Starts our worker thread. It does not keep the process alive, and ends when the agent stops.
 *
 * @param code Its program, where that is no file.
 * @throws What `new Worker` throws, when it may not be made.
 */
export function startConsoleWorker(
  task: Omit<WorkerTask, 'portholeWorker' | 'exitGate' | 'blockingCall'>,
  code: string | undefined,
  { onFailure, onStopAsked }: WorkerListener,
): void {
  const gate = new ExitGate();
  const blockingCall = new BlockingCallNote();
  let isOver = false;
  const failOnce = (reason: string): void => {
    if (isOver) return;
    isOver = true;
    onFailure(reason);
  };
  const worker = new Worker(code ?? new URL('./worker.js', import.meta.url), {
    eval: code !== undefined,
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
  worker.on('message', (message: WorkerMessage) => {
    if ('failure' in message) failOnce(message.failure);
    else onStopAsked();
  });
  worker.on('error', (error) => failOnce(`its worker thread failed: ${error.message}`));
  let deadline: NodeJS.Timeout | undefined;
  const closeGate = (): void => gate.close(EXIT_DEADLINE_MS);
  worker.on('exit', (exitCode) => {
    gate.reset();
    clearTimeout(deadline);
    process.off('exit', closeGate);
    failOnce(`its worker thread ended with code ${exitCode}`);
  });
  process.on('exit', closeGate);
  worker.unref();
  noteBlockingCalls(blockingCall);
  atStop(() => {
    isOver = true;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker of worker_threads, not a window
    worker.postMessage('stopped');
    deadline = setTimeout(() => void worker.terminate(), END_DEADLINE_MS).unref();
  });
}
