import { hostname, userInfo } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { printable } from '../../format/printable.js';
import { appendSample, emptyHistory } from '../../model/history.js';
import { processRows } from '../../model/process-table.js';
import { requestDump, requestFrame } from '../../source/console-client.js';
import { readSource } from '../../source/read-source.js';
import type { Services } from '../../ui/services.js';
import { type Config, configPath, readConfig } from '../config.js';
import { EXIT_DONE, EXIT_FAILED } from '../exit-code.js';
import { complain, type Io, print } from '../io.js';
import { BETWEEN_LOOKS_MS, describeNothing, type LookOptions, openPoller } from '../look.js';
import { openHosts, wordsOf } from '../open-hosts.js';
import { readOwnUse } from '../own-use.js';
import type { HostOptions, ScreenHosts } from '../program-hosts.js';
import { inspections } from '../screen-inspections.js';
import { ScreenSamples } from '../screen-samples.js';
import { exitCodeAfter, hasScreen, type ScreenLook, terminalOptions } from '../screen-terminal.js';
import { tuneEngine } from '../tune-engine.js';
import { writeSnapshot } from '../write-snapshot.js';
import { formatProcesses } from './ps.js';
import { runThere } from './run-there.js';
import { printStats } from './stats.js';

export interface ScreenOptions extends LookOptions, ScreenLook, ScreenHosts {
  /** End by itself after so long. */
  readonly seconds: number | undefined;
}

/** `porthole`: the screen. Where there is no terminal, what `ps` and `stats` print, once. */
export async function runScreen(io: Io, options: ScreenOptions): Promise<number> {
  const config = readConfig(io.env);
  if (!hasScreen(io)) return Math.max(await printOnce(io, options), await printThere(io, options, config));
  tuneEngine();
  const { runUi } = await import('../../ui/run-ui.js');
  using hosts = openHosts(hostsOf(options, config), options);
  const timeUp = new AbortController();
  const samples = new ScreenSamples(openPoller(io, options), config.intervalMs, timeUp.signal);
  const shown = runUi({
    ...terminalOptions(io, config, options),
    services: {
      ...services,
      readSource: (place) => hosts.readSource(place),
      changeInterval: (intervalMs) => samples.changeInterval(intervalMs),
    },
    samples: hosts.addTo(samples.samples()),
    intervalMs: config.intervalMs,
    targets: options.targets,
    hostName: hostname(),
    userName: userInfo().username,
    stop: options.seconds === undefined ? undefined : AbortSignal.timeout(options.seconds * 1000),
  });
  try {
    return exitCodeAfter(await shown);
  } finally {
    timeUp.abort();
  }
}

// What a porthole prints that has no terminal there either.
async function printThere(io: Io, options: ScreenOptions, config: Config): Promise<number> {
  const named = hostsOf(options, config);
  return named.hosts.length === 0 ? EXIT_DONE : await runThere(io, named, wordsOf(options));
}

function hostsOf(options: ScreenOptions, config: Config): HostOptions {
  return {
    hosts: options.hosts ?? config.hosts,
    remoteCommand: options.remoteCommand ?? config.remoteCommand,
  };
}

/** `porthole --print-config`: the configuration that holds, as JSON to begin a file with; stderr says where it belongs. */
export async function printConfig(io: Io): Promise<number> {
  const config = readConfig(io.env);
  io.stderr.write(`porthole: the configuration file is ${printable(configPath(io.env))}\n`);
  await print(io, `${JSON.stringify(config, undefined, 2)}\n`);
  return EXIT_DONE;
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

/** What the screen on living processes asks of them and of the machine. */
export const services: Omit<Services, 'changeInterval'> = {
  readOwnUse,
  writeSnapshot,
  async requestDump({ socket }) {
    const dump = await requestDump(socket);
    return dump.type === 'threads' ? dump.dump : dump.text;
  },
  inspections,
  requestFrame: ({ socket }, question) => requestFrame(socket, question),
  readSource,
  async attach(pid) {
    // It needs Node's HTTP and TLS for its WebSocket: the first picture does not wait for those.
    const [{ attachOurAgent }, { describeAttached }] = await Promise.all([
      import('../agent-code.js'),
      import('./attach.js'),
    ]);
    return describeAttached(await attachOurAgent(pid, false));
  },
};
