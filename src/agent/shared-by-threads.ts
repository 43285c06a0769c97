import { createRequire } from 'node:module';
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';
import { atStop } from './at-stop.js';
import { readProgramName } from './program-name.js';
import { openRuntimeFolder } from './runtime-folder.js';

const FOLDER_KEY = 'porthole.folder.1';
const NAME_KEY = 'porthole.name.1';
const STOPPED_KEY = 'porthole.stopped.1';

/** What all threads of the process have in common, so that a reader finds them together. */
export interface SharedByThreads {
  readonly folder: string;
  readonly name: string;
  /** Whether the agent was stopped in the main thread. */
  readonly hasStopped: () => boolean;
}

/**
 * The runtime folder and the name of the process. A worker thread takes over those of the thread
 * that made it: it may have been given another environment.
 *
 * @throws As {@link openRuntimeFolder}.
 */
export function openSharedByThreads(chosenName: string | undefined): SharedByThreads {
  const inheritedFolder = readInherited(FOLDER_KEY);
  const folder = openRuntimeFolder(inheritedFolder === undefined ? process.env : { PORTHOLE_DIR: inheritedFolder });
  const name =
    chosenName ?? readInherited(NAME_KEY) ?? readProgramName(process.argv, process.execArgv) + clusterSuffix();
  const stopped = openStopped();
  setEnvironmentData(FOLDER_KEY, folder);
  setEnvironmentData(NAME_KEY, name);
  setEnvironmentData(STOPPED_KEY, stopped);
  atStop(() => {
    if (isMainThread) Atomics.store(stopped, 0, 1);
    for (const key of [FOLDER_KEY, NAME_KEY, STOPPED_KEY]) setEnvironmentData(key, undefined);
  });
  return { folder, name, hasStopped: () => Atomics.load(stopped, 0) !== 0 };
}

// A thread of a main thread that has no agent has nobody who could stop it.
function openStopped(): Int32Array {
  const inherited = isMainThread ? undefined : getEnvironmentData(STOPPED_KEY);
  return inherited instanceof Int32Array ? inherited : new Int32Array(new SharedArrayBuffer(4));
}

function readInherited(key: string): string | undefined {
  const value = isMainThread ? undefined : getEnvironmentData(key);
  return typeof value === 'string' ? value : undefined;
}

/** `#2` in the second worker of a cluster: they all run the same script. */
function clusterSuffix(): string {
  // A cluster worker has a channel to its primary. For all others loading the module (5 ms) is saved.
  if (!process.connected) return '';
  const { worker }: typeof import('node:cluster').default = createRequire(import.meta.url)('node:cluster');
  return worker === undefined ? '' : `#${worker.id}`;
}
