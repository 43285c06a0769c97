import { createRequire } from 'node:module';
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';
import { readProgramName } from './program-name.js';
import { openRuntimeFolder } from './runtime-folder.js';

const FOLDER_KEY = 'porthole.folder.1';
const NAME_KEY = 'porthole.name.1';

/** What all threads of the process have in common, so that a reader finds them together. */
export interface SharedByThreads {
  readonly folder: string;
  readonly name: string;
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
  setEnvironmentData(FOLDER_KEY, folder);
  setEnvironmentData(NAME_KEY, name);
  return { folder, name };
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
