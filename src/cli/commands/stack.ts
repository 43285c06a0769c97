import { messageOf, PortholeError } from '../../errors.js';
import type { AsyncDump } from '../../format/async-dump.js';
import { formatAsyncText } from '../../format/async-text.js';
import { formatDumpText } from '../../format/dump-text.js';
import { printable, printableLines } from '../../format/printable.js';
import { formatSamplesText } from '../../format/samples-text.js';
import type { StackDump } from '../../format/stack-dump.js';
import { type ComparedDump, compareDumps } from '../../model/compare-dumps.js';
import { type Dump, requestDump, requestSamples } from '../../source/console-client.js';
import type { TargetSample } from '../../source/sample.js';
import { formatDurationMs } from '../../units.js';
import { takeAsyncDump } from '../async-dump.js';
import { formatDifference } from '../difference-text.js';
import { EXIT_DONE, EXIT_FAILED } from '../exit-code.js';
import { complain, type Io, print, printJson } from '../io.js';
import { describeNothing, type LookOptions, openPoller } from '../look.js';
import { readSavedDumps } from '../saved-dumps.js';

export interface StackOptions extends LookOptions {
  readonly json: boolean;
  readonly locals: boolean;
  /** Whether every suspended async function is wanted too. */
  readonly async: boolean;
  /** Whether the price of that does not matter. */
  readonly force: boolean;
  /** Look so many times instead, and count what was met. */
  readonly samples: number | undefined;
  readonly intervalMs: number;
  /** A file that `stack --json` wrote, to compare with. */
  readonly diff: string | undefined;
}

type SavedDumps = ReadonlyMap<number, ComparedDump> | undefined;
type Answered = Pick<StackDump, 'nodeVersion' | 'tookMs'>;

/** `porthole stack`: the dump of each process, one after the other; a process that does not answer costs a line on stderr. */
export async function runStack(io: Io, options: StackOptions): Promise<number> {
  const { targets, searched } = openPoller(io, options).poll();
  const alive = targets.filter(({ state }) => state !== 'ended');
  if (alive.length === 0) {
    complain(io, describeNone(targets, describeNothing(searched, options.targets)));
    return EXIT_FAILED;
  }
  const saved = options.diff === undefined ? undefined : readSavedDumps(options.diff);
  let exitCode = EXIT_DONE;
  for (const target of alive) {
    try {
      if (options.samples === undefined) await printDump(io, target, options, saved);
      else await printSamples(io, target, options.samples, options);
    } catch (thrown) {
      if (!(thrown instanceof PortholeError)) throw thrown;
      complain(io, `${target.name} (pid ${target.target.pid}): ${messageOf(thrown)}`);
      exitCode = EXIT_FAILED;
    }
  }
  return exitCode;
}

async function printSamples(io: Io, target: TargetSample, count: number, options: StackOptions): Promise<void> {
  const socket = socketOf(target);
  const samples = await requestSamples(socket, count, options.intervalMs);
  if (options.json) await printJson(io, samples);
  else await print(io, `${describeSource(socket, target, samples)}${printableLines(formatSamplesText(samples))}\n`);
}

async function printDump(io: Io, target: TargetSample, options: StackOptions, saved: SavedDumps): Promise<void> {
  const socket = socketOf(target);
  const { json, locals } = options;
  const before = saved?.get(target.target.pid);
  if (saved !== undefined && before === undefined) {
    throw new PortholeError('not-found', `${options.diff ?? ''} has no dump of it`);
  }
  const dump = await requestDump(socket, { locals });
  const asyncDump = options.async ? await takeAsyncDump(io, socket, target, options) : undefined;
  const source = describeSource(socket, target, dump.type === 'threads' ? dump.dump : undefined);
  if (before !== undefined && dump.type === 'threads') {
    const difference = compareDumps(before, { dump: dump.dump, async: asyncDump });
    if (json) await printJson(io, difference);
    else await print(io, `${source}${printableLines(formatDifference(difference))}\n`);
  } else if (json) {
    const value = dump.type === 'threads' ? dump.dump : textJson(target, dump.text);
    await printJson(io, { ...value, async: asyncDump });
  } else await print(io, `${source}${formatDump(dump, asyncDump)}\n`);
}

function socketOf(target: TargetSample): string {
  if (target.socket === undefined) throw new PortholeError('not-found', describeNoSocket(target));
  return target.socket;
}

function formatDump(dump: Dump, asyncDump: AsyncDump | undefined): string {
  const asyncText = asyncDump === undefined ? '' : formatAsyncText(asyncDump);
  return printableLines(`${dump.type === 'threads' ? formatDumpText(dump.dump) : dump.text}${asyncText}`);
}

// As socketreader heads each dump, with what it did not say behind the path.
function describeSource(socket: string, { name, target }: TargetSample, answer: Answered | undefined): string {
  const took = answer === undefined ? '' : `, node ${answer.nodeVersion}, ${formatDurationMs(answer.tookMs)}`;
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
