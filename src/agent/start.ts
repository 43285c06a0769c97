import { join } from 'node:path';
import { isMainThread, workerData } from 'node:worker_threads';
import { messageOf } from '../errors.js';
import type { OpenHandle } from '../format/in-flight.js';
import { formatStatsFileName } from '../target.js';
import { isWorkerTask, startConsoleWorker, type WorkerTask } from './console-worker.js';
import { memoryOf } from './field-memory.js';
import { type Heartbeat, startHeartbeat } from './heartbeat.js';
import { addIdentityFields, recordFatalError } from './identity-fields.js';
import { addHandleHook } from './in-flight/handle-hook.js';
import { openInFlight } from './in-flight/open-in-flight.js';
import { MeterTicker } from './meter-ticker.js';
import { oncePerThread } from './once-per-thread.js';
import { removeOwnFiles, unlinkOrLeave } from './own-files.js';
import { monotonicMs, readAgentVersion, readOwnTid } from './own-process.js';
import { watchOwnThreads } from './own-threads.js';
import { pluginNames, startPlugins } from './plugins/start-plugins.js';
import { type Registry, threadRegistry } from './registry.js';
import { startRuntimeMetrics } from './runtime/start-runtime-metrics.js';
import { SharedBeat } from './shared-beat.js';
import { openSharedByThreads } from './shared-by-threads.js';
import { socketPathIn } from './socket-path.js';
import { addStallFields, readStallSetting } from './stalls/stall-setting.js';
import { StatsFile } from './stats-file.js';

export interface StartOptions {
  /** The name under which readers show the program; by default its package and script. */
  readonly name?: string;
}

/** What the agent is in this thread. */
export interface AgentState {
  readonly statsFile: string | undefined;
  /** Where the socket console listens, or will in a moment; `undefined` in a worker thread and when it cannot. */
  readonly socket: string | undefined;
}

const DISABLED: AgentState = { statsFile: undefined, socket: undefined };

/**
 * Starts the agent in this thread; a second call does nothing and returns the same.
 *
 * The stats file is there when it returns; the socket console of the main
 * thread follows on a thread of its own. Never throws, prints nothing, and does not keep the
 * process alive: what fails gives one `PortholeWarning`, and the program runs on
 * without it. Files are removed when the process ends by itself, and stay
 * for a look at the dead when it crashes or is killed.
 *
 * Cost: about 30 ms once; then a wake-up each 20 ms, and a sample of the runtime each second.
 */
export function start(options: StartOptions = {}): AgentState {
  try {
    if (isWorkerTask(workerData)) return DISABLED;
    return oncePerThread(Symbol.for('porthole.agent.1'), () => startOnce(options));
  } catch (error) {
    warn(messageOf(error));
    return DISABLED;
  }
}

function startOnce(options: StartOptions): AgentState {
  try {
    const { folder, name } = openSharedByThreads(options.name);
    const statsFile = openStatsFile(folder, name);
    const registry = threadRegistry();
    const heartbeat = startHeartbeat(registry);
    startRuntimeMetrics(registry, heartbeat, isMainThread);
    if (!isMainThread) heartbeat.onBeat(tickMeters(statsFile));
    heartbeat.onBeat(() => copyOrGoOn(statsFile));
    const pool = openInFlight(heartbeat);
    startChosenPlugins(registry, heartbeat);
    const stallMs = isMainThread ? readStallMs(registry) : 0;
    statsFile.publish();
    const socket = isMainThread
      ? openConsole(folder, name, statsFile, { stallMs, beat: shareBeat(heartbeat), inFlight: pool?.memory })
      : undefined;
    // Behind the worker's own way out: what it was writing when the program ended is removed as well.
    removeFilesAtExit(folder, statsFile);
    // After our own worker was made, which is none of the application's.
    const threads = watchOwnThreads(folder, registry, (ended) => pool?.release(ended));
    heartbeat.onBeat(threads.removeEnded);
    addHandleHook(registry, () => threads.list().map(describeThread));
    return { statsFile: statsFile.path, socket };
  } catch (error) {
    warn(messageOf(error));
    return DISABLED;
  }
}

function startChosenPlugins(registry: Registry, heartbeat: Heartbeat): void {
  const unknown = startPlugins(process.env['PORTHOLE_PLUGINS'], registry, heartbeat);
  if (unknown.length === 0) return;
  warn(`PORTHOLE_PLUGINS: no plug-in is called ${unknown.join(', ')}; there are ${pluginNames().join(', ')}, or none`);
}

function openStatsFile(folder: string, programName: string): StatsFile {
  const tid = readOwnTid();
  const path = join(folder, formatStatsFileName({ cmd: programName, pid: process.pid, tid }));
  const file = StatsFile.create(path);
  addIdentityFields(file, programName, tid);
  threadRegistry().publishTo(file);
  return file;
}

function describeThread(threadId: number): OpenHandle {
  // Whether the program has unref'ed it is told to nobody.
  return { type: 'Worker', detail: `thread ${threadId}`, count: 1, ageMs: undefined };
}

function readStallMs(registry: Registry): number {
  const { stallMs, isWrong } = readStallSetting(process.env['PORTHOLE_STALL_MS']);
  if (isWrong) warn('PORTHOLE_STALL_MS is a number of milliseconds, from 20 up, or 0 for no watch; it is now 1000');
  if (stallMs > 0) addStallFields(registry);
  return stallMs;
}

function shareBeat(heartbeat: Heartbeat): SharedArrayBuffer {
  const beat = new SharedBeat();
  beat.ms = monotonicMs();
  heartbeat.onBeat(() => {
    beat.ms = monotonicMs();
  });
  return beat.memory;
}

function openConsole(
  folder: string,
  name: string,
  statsFile: StatsFile,
  watched: Pick<WorkerTask, 'stallMs' | 'beat' | 'inFlight'>,
): string | undefined {
  let socketPath: string | undefined;
  try {
    socketPath = socketPathIn(folder);
  } catch (error) {
    // The worker is needed all the same: it ticks the meters, and writes the file of a memory that is not mapped.
    warn(messageOf(error));
  }
  try {
    startConsoleWorker(
      {
        name,
        agentVersion: readAgentVersion(),
        folder,
        commandLine: [process.execPath, ...process.execArgv, ...process.argv.slice(1)],
        startedWallMs: Date.now() - process.uptime() * 1e3,
        ...watched,
        hasLocals: process.env['PORTHOLE_LOCALS'] !== '0',
        socketPath,
        statsFile: statsFile.path,
        copied: statsFile.copied,
      },
      (reason) => warn(`no socket console: ${reason}`),
    );
    return socketPath;
  } catch (error) {
    warn(`no socket console: ${messageOf(error)}`);
    return undefined;
  }
}

// For threads of the application; in the main thread our worker ticks, which goes on while that is stuck.
function tickMeters(file: StatsFile): () => void {
  const ticker = new MeterTicker(
    memoryOf(() => file.memory),
    monotonicMs(),
  );
  return () => ticker.tickIfDue(monotonicMs());
}

// Our worker copies ten times a second; this is for threads that have none, and it costs little beside it.
function copyOrGoOn(file: StatsFile): void {
  try {
    file.copy();
  } catch {
    // The file was removed under us: readers see that by themselves.
  }
}

function removeFilesAtExit(folder: string, file: StatsFile): void {
  let hasCrashed = false;
  process.on('uncaughtExceptionMonitor', (error) => {
    if (hasCrashed) return;
    hasCrashed = process.listenerCount('uncaughtException') === 0 && !process.hasUncaughtExceptionCaptureCallback();
    if (hasCrashed) recordFatalError(file, error);
  });
  process.on('exit', () => {
    if (hasCrashed) return;
    if (isMainThread) removeOwnFiles(folder);
    else unlinkOrLeave(file.path);
  });
}

function warn(reason: string): void {
  process.emitWarning(`porthole: ${reason}`, 'PortholeWarning');
}
