import { hostname, userInfo } from 'node:os';
import { printable } from '../../format/printable.js';
import { requestDump, requestFrame } from '../../source/console-client.js';
import type { Hosts } from '../../source/hosts/hosts.js';
import { readSource } from '../../source/read-source.js';
import type { Services } from '../../ui/services.js';
import { type Config, configPath, readConfig } from '../config.js';
import { EXIT_DONE } from '../exit-code.js';
import { type Io, print } from '../io.js';
import { type LookOptions, openPoller } from '../look.js';
import { readOwnUse } from '../own-use.js';
import type { ScreenHosts } from '../program-hosts.js';
import { inspections } from '../screen-inspections.js';
import { ScreenSamples } from '../screen-samples.js';
import { exitCodeAfter, hasScreen, type ScreenLook, terminalOptions } from '../screen-terminal.js';
import { tuneEngine } from '../tune-engine.js';
import { writeSnapshot } from '../write-snapshot.js';

export interface ScreenOptions extends LookOptions, ScreenLook, ScreenHosts {
  /** End by itself after so long. */
  readonly seconds: number | undefined;
}

/** `porthole`: the screen. Where there is no terminal, what `ps` and `stats` print, once. */
export async function runScreen(io: Io, options: ScreenOptions): Promise<number> {
  const config = readConfig(io.env);
  if (!hasScreen(io)) return await (await import('../print-screen.js')).printScreen(io, options, config);
  tuneEngine();
  const { runUi } = await import('../../ui/run-ui.js');
  using hosts = await openHosts(options, config);
  const timeUp = new AbortController();
  const samples = new ScreenSamples(openPoller(io, options), config.intervalMs, timeUp.signal);
  const shown = runUi({
    ...terminalOptions(io, config, options),
    services: {
      ...services,
      readSource: (place) => hosts?.readSource(place) ?? readSource(place),
      changeInterval: (intervalMs) => samples.changeInterval(intervalMs),
    },
    samples: hosts?.addTo(samples.samples()) ?? samples.samples(),
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

// Of most screens there are none, and the first picture does not wait for their code.
async function openHosts(options: ScreenOptions, config: Config): Promise<Hosts | undefined> {
  const hosts = options.hosts ?? config.hosts;
  if (hosts.length === 0) return undefined;
  const named = { hosts, remoteCommand: options.remoteCommand ?? config.remoteCommand };
  return (await import('../open-hosts.js')).openHosts(named, options);
}

/** `porthole --print-config`: the configuration that holds, as JSON to begin a file with; stderr says where it belongs. */
export async function printConfig(io: Io): Promise<number> {
  const config = readConfig(io.env);
  io.stderr.write(`porthole: the configuration file is ${printable(configPath(io.env))}\n`);
  await print(io, `${JSON.stringify(config, undefined, 2)}\n`);
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
