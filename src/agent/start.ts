import { join } from 'node:path';
import { isMainThread, workerData } from 'node:worker_threads';
import { messageOf } from '../errors.js';
import type { OpenHandle } from '../format/in-flight.js';
import { formatStatsFileName } from '../target.js';
import { atStop, undoAll } from './at-stop.js';
import { isWorkerTask } from './console-worker.js';
import { memoryOf } from './field-memory.js';
import { startHeartbeat } from './heartbeat.js';
import { addIdentityFields } from './identity-fields.js';
import { addHandleHook } from './in-flight/handle-hook.js';
import { openInFlight } from './in-flight/open-in-flight.js';
import { MeterTicker } from './meter-ticker.js';
import { forgetOncePerThread, oncePerThread } from './once-per-thread.js';
import { openConsole } from './open-console.js';
import { removeOwnFiles, unlinkOrLeave } from './own-files.js';
import { monotonicMs, readOwnTid } from './own-process.js';
import { watchOwnThreads } from './own-threads.js';
import { pluginNames, startPlugins } from './plugins/start-plugins.js';
import { type Registry, threadRegistry } from './registry.js';
import { removeFilesAtExit } from './remove-files-at-exit.js';
import { startRuntimeMetrics } from './runtime/start-runtime-metrics.js';
import { openSharedByThreads } from './shared-by-threads.js';
import { shareBeat } from './stalls/share-beat.js';
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

/** What the agent has from the one who started it. */
export interface AgentHost {
  /** Told of what fails. */
  readonly warn: (reason: string) => void;
  /** The program of our worker, where it is no file. */
  readonly workerCode?: string;
}

/** The agent of a thread, as each copy of this package finds it. */
interface RunningAgent {
  readonly state: AgentState;
  readonly stop: () => void;
}

const AGENT_KEY = Symbol.for('porthole.agent.1');
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
 * Cost: about 50 ms once; then a wake-up each 20 ms, and a sample of the runtime each second.
 */
export function start(options: StartOptions = {}): AgentState {
  try {
    return startIn({ warn }, options);
  } catch (error) {
    warn(messageOf(error));
    return DISABLED;
  }
}

/**
 * Takes the agent out of this thread, and from the main thread out of all others too, at their next beat: timers,
 * listeners, subscriptions, files, the socket and our own thread. Without an agent it does nothing; never throws.
 *
 * The application's metrics stay in memory and can be updated; {@link start} publishes them again. The mapped memory
 * is kept too, for them.
 */
export function stop(): void {
  findRunning()?.stop();
}

/** The agent's state in this thread; `undefined` when it was not started, has stopped, or could not start. */
export function findAgent(): AgentState | undefined {
  const state = findRunning()?.state;
  return state?.statsFile === undefined ? undefined : state;
}

/** As {@link start}, for another host. May throw. */
export function startIn(host: AgentHost, options: StartOptions = {}): AgentState {
  if (isWorkerTask(workerData)) return DISABLED;
  return oncePerThread(AGENT_KEY, () => startOnce(host, options)).state;
}

function findRunning(): RunningAgent | undefined {
  const holder: { readonly [key: symbol]: RunningAgent | undefined } = globalThis;
  return holder[AGENT_KEY];
}

function warn(reason: string): void {
  process.emitWarning(`porthole: ${reason}`, 'PortholeWarning');
}

function startOnce(host: AgentHost, options: StartOptions): RunningAgent {
  try {
    return { state: startParts(host, options), stop: stopOnce };
  } catch (error) {
    undoAll();
    host.warn(messageOf(error));
    return { state: DISABLED, stop: stopOnce };
  }
}

function stopOnce(): void {
  forgetOncePerThread(AGENT_KEY);
  undoAll();
}

function startParts(host: AgentHost, options: StartOptions): AgentState {
  const { folder, name, hasStopped } = openSharedByThreads(options.name);
  const statsFile = openStatsFile(folder, name);
  const registry = threadRegistry();
  const heartbeat = startHeartbeat(registry);
  startRuntimeMetrics(registry, heartbeat, isMainThread);
  if (!isMainThread) {
    heartbeat.onBeat(tickMeters(statsFile));
    heartbeat.onBeat(() => hasStopped() && stopOnce());
  }
  heartbeat.onBeat(() => copyOrGoOn(statsFile));
  const pool = openInFlight(heartbeat);
  const unknown = startPlugins(process.env['PORTHOLE_PLUGINS'], registry, heartbeat);
  if (unknown.length > 0) host.warn(describeUnknownPlugins(unknown));
  const stallMs = isMainThread ? readStallMs(host, registry) : 0;
  statsFile.publish();
  const watched = { stallMs, beat: shareBeat(heartbeat), inFlight: pool?.memory };
  const socket = isMainThread ? openConsole({ folder, name, statsFile, watched, host, stop: stopOnce }) : undefined;
  // Behind the worker's own way out: what it was writing when the program ended is removed as well.
  removeFilesAtExit(folder, statsFile);
  // After our own worker was made, which is none of the application's.
  const threads = watchOwnThreads(folder, registry, (ended) => pool?.release(ended));
  heartbeat.onBeat(threads.removeEnded);
  addHandleHook(registry, () => threads.list().map(describeThread));
  return { statsFile: statsFile.path, socket };
}

function describeUnknownPlugins(unknown: readonly string[]): string {
  const names = pluginNames().join(', ');
  return `PORTHOLE_PLUGINS: no plug-in is called ${unknown.join(', ')}; there are ${names}, or none`;
}

function openStatsFile(folder: string, programName: string): StatsFile {
  const tid = readOwnTid();
  const path = join(folder, formatStatsFileName({ cmd: programName, pid: process.pid, tid }));
  const file = StatsFile.create(path);
  atStop(() => (isMainThread ? removeOwnFiles(folder) : unlinkOrLeave(path)));
  addIdentityFields(file, programName, tid);
  threadRegistry().publishTo(file);
  atStop(() => threadRegistry().publishTo(undefined));
  return file;
}

function describeThread(threadId: number): OpenHandle {
  // Whether the program has unref'ed it is told to nobody.
  return { type: 'Worker', detail: `thread ${threadId}`, count: 1, ageMs: undefined };
}

function readStallMs(host: AgentHost, registry: Registry): number {
  const { stallMs, isWrong } = readStallSetting(process.env['PORTHOLE_STALL_MS']);
  if (isWrong)
    host.warn('PORTHOLE_STALL_MS is a number of milliseconds, from 20 up, or 0 for no watch; it is now 1000');
  if (stallMs > 0) addStallFields(registry);
  return stallMs;
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
