import { setTimeout as wait } from 'node:timers/promises';
import { appendSample, emptyHistory } from '../model/history.js';
import { processRows } from '../model/process-table.js';
import { formatProcesses } from './commands/ps.js';
import { runThere } from './commands/run-there.js';
import type { ScreenOptions } from './commands/screen.js';
import { printStats } from './commands/stats.js';
import type { Config } from './config.js';
import { EXIT_DONE, EXIT_FAILED } from './exit-code.js';
import { complain, type Io, print } from './io.js';
import { BETWEEN_LOOKS_MS, describeNothing, openPoller, wordsOf } from './look.js';

/** What `porthole` prints instead of the screen where there is no terminal, of this machine and of the others. */
export async function printScreen(io: Io, options: ScreenOptions, config: Config): Promise<number> {
  return Math.max(await printOnce(io, options), await printThere(io, options, config));
}

// What a porthole prints that has no terminal there either.
async function printThere(io: Io, options: ScreenOptions, config: Config): Promise<number> {
  const hosts = options.hosts ?? config.hosts;
  if (hosts.length === 0) return EXIT_DONE;
  const remoteCommand = options.remoteCommand ?? config.remoteCommand;
  return await runThere(io, { hosts, remoteCommand }, wordsOf(options));
}

/** What `ps` and `stats` print of one moment, for a pipe or a log. Failed only where something was asked for that is not there. */
async function printOnce(io: Io, options: ScreenOptions): Promise<number> {
  const poller = openPoller(io, options);
  const first = poller.poll();
  if (first.targets.length === 0) {
    const isCommand = options.targets.length > 0 ? '; the commands: porthole --help' : '';
    complain(io, `${describeNothing(first.searched, options.targets)}${isCommand}`);
    return options.targets.length === 0 ? EXIT_DONE : EXIT_FAILED;
  }
  await wait(BETWEEN_LOOKS_MS);
  const second = poller.poll();
  const history = appendSample(appendSample(emptyHistory, first), second);
  await print(io, `${formatProcesses(processRows(history))}\n`);
  const statsOptions = { ...options, json: false, metrics: [], aggregate: undefined, watchMs: undefined };
  await printStats(io, second, statsOptions);
  return EXIT_DONE;
}
