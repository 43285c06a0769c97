import { constants, hostname, userInfo } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { appendSample, emptyHistory } from '../../model/history.js';
import { processRows } from '../../model/process-table.js';
import { requestDump } from '../../source/console-client.js';
import type { Services } from '../../ui/services.js';
import { attachOurAgent } from '../agent-code.js';
import { EXIT_DONE } from '../exit-code.js';
import { complain, type Io, print, wantsColor } from '../io.js';
import { BETWEEN_LOOKS_MS, describeNothing, type LookOptions, openPoller } from '../look.js';
import { describeAttached } from './attach.js';
import { formatProcesses } from './ps.js';
import { printStats } from './stats.js';

export interface ScreenOptions extends LookOptions {
  readonly color: 'auto' | 'always' | 'never';
  readonly mouse: boolean;
  /** End by itself after so long. */
  readonly seconds: number | undefined;
}

const INTERVAL_MS = 1000;
const SIGNAL_EXIT_CODE_BASE = 128;

/** `porthole`: the screen. Where there is no terminal, what `ps` and `stats` print, once. */
export async function runScreen(io: Io, options: ScreenOptions): Promise<number> {
  if (!io.stdout.isTTY || !io.stdin.isTTY || io.env['TERM'] === 'dumb') return await printOnce(io, options);
  const { runUi } = await import('../../ui/run-ui.js');
  const timeUp = new AbortController();
  const samples = openPoller(options).samples({ intervalMs: INTERVAL_MS, signal: timeUp.signal });
  const shown = runUi({
    services,
    samples,
    stdin: io.stdin,
    stdout: io.stdout,
    intervalMs: INTERVAL_MS,
    hostName: hostname(),
    userName: userInfo().username,
    useMouse: options.mouse,
    stop: options.seconds === undefined ? undefined : AbortSignal.timeout(options.seconds * 1000),
    color: options.color === 'auto' && !wantsColor(io, 'auto') ? 'never' : options.color,
  });
  try {
    const end = await shown;
    return end.reason === 'signal' ? SIGNAL_EXIT_CODE_BASE + constants.signals[end.signal] : EXIT_DONE;
  } finally {
    timeUp.abort();
  }
}

/** What `ps` and `stats` print of one moment, for a pipe or a log. Always done, whether there was something or not. */
async function printOnce(io: Io, options: ScreenOptions): Promise<number> {
  const poller = openPoller(options);
  const first = poller.poll();
  if (first.targets.length === 0) {
    complain(io, describeNothing(first.searched, options.targets));
    return EXIT_DONE;
  }
  await wait(BETWEEN_LOOKS_MS);
  const second = poller.poll();
  const history = appendSample(appendSample(emptyHistory, first), second);
  await print(io, `${formatProcesses(processRows(history))}\n`);
  const statsOptions = { ...options, json: false, metrics: [], aggregate: undefined, watchMs: undefined };
  await printStats(io, second, statsOptions, first);
  return EXIT_DONE;
}

const services: Services = {
  async requestDump({ socket }) {
    const dump = await requestDump(socket);
    return dump.type === 'threads' ? dump.dump : dump.text;
  },
  attach: async (pid) => describeAttached(await attachOurAgent(pid, false)),
};
