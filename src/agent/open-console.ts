import { messageOf } from '../errors.js';
import { readOwnVersion } from '../own-version.js';
import { startConsoleWorker, type WorkerTask } from './console-worker.js';
import { socketPathIn } from './socket-path.js';
import type { AgentHost } from './start.js';
import type { StatsFile } from './stats-file.js';

/** What the main thread's agent has for its console. */
export interface ConsoleHome {
  readonly folder: string;
  readonly name: string;
  readonly statsFile: StatsFile;
  /** What our worker watches. */
  readonly watched: Pick<WorkerTask, 'stallMs' | 'beat' | 'inFlight'>;
  readonly host: AgentHost;
  /** Takes the agent out of the process. */
  readonly stop: () => void;
}

/** Starts our worker, which opens the socket console. Never throws. @returns Where the socket will be, if anywhere. */
export function openConsole({ folder, name, statsFile, watched, host, stop }: ConsoleHome): string | undefined {
  let socketPath: string | undefined;
  try {
    socketPath = socketPathIn(folder);
  } catch (error) {
    // The worker is needed all the same: it ticks the meters, and writes the file of a memory that is not mapped.
    host.warn(messageOf(error));
  }
  try {
    const task = {
      name,
      agentVersion: readOwnVersion(),
      folder,
      commandLine: [process.execPath, ...process.execArgv, ...process.argv.slice(1)],
      startedWallMs: Date.now() - process.uptime() * 1e3,
      ...watched,
      hasLocals: process.env['PORTHOLE_LOCALS'] !== '0',
      socketPath,
      statsFile: statsFile.path,
      copied: statsFile.copied,
    };
    const onFailure = (reason: string): void => host.warn(`no socket console: ${reason}`);
    startConsoleWorker(task, host.workerCode, { onFailure, onStopAsked: stop });
    return socketPath;
  } catch (error) {
    host.warn(`no socket console: ${messageOf(error)}`);
    return undefined;
  }
}
