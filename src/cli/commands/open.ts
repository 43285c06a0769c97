import { realpathSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { PortholeError } from '../../errors.js';
import { processJson } from '../../export/process-json.js';
import { processRows } from '../../model/process-table.js';
import { readSource } from '../../source/read-source.js';
import { formatBytes } from '../../units.js';
import { readConfig } from '../config.js';
import { EXIT_DONE } from '../exit-code.js';
import { complain, type Io, print, printJson } from '../io.js';
import { loadFolder } from '../recording/load-folder.js';
import { loadRecording } from '../recording/load-recording.js';
import type { Loaded } from '../recording/loaded.js';
import { cannotRead } from '../recording/read-recording.js';
import { exitCodeAfter, hasScreen, type ScreenLook, terminalOptions } from '../screen-terminal.js';
import { writeSnapshot } from '../write-snapshot.js';
import { formatProcesses } from './ps.js';
import { filesJson, printStats } from './stats.js';

export interface OpenOptions extends ScreenLook {
  readonly path: string;
  readonly json: boolean;
}

// A smaller one is there at once.
const LARGE_BYTES = 10 * 2 ** 20;

/** `porthole open`: the screen on a recording, or on a folder of files that processes left. Without a terminal its last moment. */
export async function runOpen(io: Io, options: OpenOptions): Promise<number> {
  const loaded = await load(io, options.path);
  if (options.json) return await printLoaded(io, loaded, options.path);
  if (!hasScreen(io)) return await printLast(io, loaded);
  const { runUi } = await import('../../ui/run-ui.js');
  const { opened } = loaded;
  const { hostName, userName, intervalMs } = opened;
  const end = await runUi({
    ...terminalOptions(io, readConfig(io.env), options),
    services: { requestDump: refuse, attach: refuse, writeSnapshot, ...(hostName === hostname() && { readSource }) },
    samples: noSamples(),
    recording: opened,
    hostName,
    userName,
    intervalMs,
    stop: undefined,
  });
  return exitCodeAfter(end);
}

async function load(io: Io, text: string): Promise<Loaded> {
  let path: string;
  let stat: ReturnType<typeof statSync>;
  try {
    path = realpathSync(text);
    stat = statSync(path);
  } catch (thrown) {
    throw cannotRead(text, thrown);
  }
  if (stat.isDirectory()) return loadFolder(path);
  if (!stat.isFile()) throw new PortholeError('wrong-usage', `${text}: neither a file nor a folder`);
  if (stat.size > LARGE_BYTES) complain(io, `reading ${text} (${formatBytes(stat.size)}) …`);
  return await loadRecording(path);
}

async function printLast(io: Io, { opened, lastHistory, lastSample, sampleBefore }: Loaded): Promise<number> {
  await print(io, `${formatProcesses(processRows(lastHistory))}\n`);
  const all = { targets: [], dirs: [], json: false, metrics: [], aggregate: undefined, watchMs: undefined };
  await printStats(io, lastSample, all, sampleBefore);
  if (opened.notice !== undefined) complain(io, opened.notice);
  return EXIT_DONE;
}

async function printLoaded(io: Io, loaded: Loaded, path: string): Promise<number> {
  const { opened, lastHistory, lastSample, sampleBefore, sampleCount, firstWallMs } = loaded;
  const { hostName, notice } = opened;
  const source = { path, hostName, firstWallMs, lastWallMs: lastSample.wallMs, samples: sampleCount, notice };
  const processes = processRows(lastHistory).map((row) => processJson(row, lastHistory));
  await printJson(io, { version: 1, source, processes, files: filesJson(lastSample, sampleBefore) });
  return EXIT_DONE;
}

// The screen asks nothing of a recording; it says so itself.
function refuse(): Promise<never> {
  return Promise.reject(new PortholeError('not-found', 'this is recorded: there is no process to ask'));
}

async function* noSamples(): AsyncGenerator<never, void, void> {
  // None come.
}
