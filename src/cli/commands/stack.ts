import { messageOf, PortholeError } from '../../errors.js';
import type { AsyncDump } from '../../format/async-dump.js';
import { formatAsyncText } from '../../format/async-text.js';
import { formatDumpText } from '../../format/dump-text.js';
import { printable, printableLines } from '../../format/printable.js';
import { type Dump, requestDump } from '../../source/console-client.js';
import type { TargetSample } from '../../source/sample.js';
import { formatDurationMs } from '../../units.js';
import { takeAsyncDump } from '../async-dump.js';
import { EXIT_DONE, EXIT_FAILED } from '../exit-code.js';
import { complain, type Io, print, printJson } from '../io.js';
import { describeNothing, type LookOptions, openPoller } from '../look.js';

export interface StackOptions extends LookOptions {
  readonly json: boolean;
  readonly locals: boolean;
  /** Whether every suspended async function is wanted too. */
  readonly async: boolean;
  /** Whether the price of that does not matter. */
  readonly force: boolean;
}

/** `porthole stack`: the dump of each process, one after the other; a process that does not answer costs a line on stderr. */
export async function runStack(io: Io, options: StackOptions): Promise<number> {
  const { targets, searched } = openPoller(options).poll();
  const alive = targets.filter(({ state }) => state !== 'ended');
  if (alive.length === 0) {
    complain(io, describeNone(targets, describeNothing(searched, options.targets)));
    return EXIT_FAILED;
  }
  let exitCode = EXIT_DONE;
  for (const target of alive) {
    try {
      await printDump(io, target, options);
    } catch (thrown) {
      if (!(thrown instanceof PortholeError)) throw thrown;
      complain(io, `${target.name} (pid ${target.target.pid}): ${messageOf(thrown)}`);
      exitCode = EXIT_FAILED;
    }
  }
  return exitCode;
}

async function printDump(io: Io, target: TargetSample, options: StackOptions): Promise<void> {
  const { socket } = target;
  const { json, locals } = options;
  if (socket === undefined) throw new PortholeError('not-found', describeNoSocket(target));
  const dump = await requestDump(socket, { locals });
  const asyncDump = options.async ? await takeAsyncDump(io, socket, target, options) : undefined;
  if (json)
    await printJson(io, { ...(dump.type === 'threads' ? dump.dump : textJson(target, dump.text)), async: asyncDump });
  else await print(io, `${describeSource(socket, target, dump)}${formatDump(dump, asyncDump)}\n`);
}

function formatDump(dump: Dump, asyncDump: AsyncDump | undefined): string {
  const asyncText = asyncDump === undefined ? '' : formatAsyncText(asyncDump);
  return printableLines(`${dump.type === 'threads' ? formatDumpText(dump.dump) : dump.text}${asyncText}`);
}

// As socketreader heads each dump, with what it did not say behind the path.
function describeSource(socket: string, { name, target }: TargetSample, dump: Dump): string {
  const took = dump.type === 'threads' ? `, node ${dump.dump.nodeVersion}, ${formatDurationMs(dump.dump.tookMs)}` : '';
  return printable(`**** ${socket} (${name}, pid ${target.pid}${took})`).concat('\n');
}

function textJson({ name, target }: TargetSample, text: string): object {
  return { version: 1, pid: target.pid, name, text };
}

function describeNone(targets: readonly TargetSample[], nothing: string): string {
  const [first] = targets;
  if (first === undefined) return nothing;
  return `nothing to ask: ${first.name} (pid ${first.target.pid}) ${first.stateReason ?? 'has ended'}`;
}

function describeNoSocket({ state, stateReason }: TargetSample): string {
  if (state === 'unreadable') return stateReason ?? 'it cannot be read';
  return 'it has no socket to ask; run it with: node --import porthole/register app.js';
}
