import { type Command, InvalidArgumentError, Option } from 'commander';
import { MAX_SAMPLES, MAX_SAMPLING_MS } from '../format/stack-samples.js';
import type { Io } from './io.js';
import { addHostOptions, hereOrThere } from './program-hosts.js';
import { addGlobals, readGlobals } from './program-options.js';

/** The commands that look into a process: its stack, and the agent that makes that possible. */
export function addInspection(program: Command, io: Io): void {
  addStack(program, io);
  addAttach(program, io);
  addDetach(program, io);
}

interface StackFlags {
  readonly locals: boolean;
  readonly stalls: boolean;
  readonly async: boolean;
  readonly force: boolean;
  readonly samples?: number;
  readonly interval: number;
  readonly diff?: string;
  readonly json: boolean;
}

function addStack(program: Command, io: Io): void {
  addHostOptions(addGlobals(program.command('stack')))
    .description('the stack of every thread of each process, with its local variables')
    .argument('[target...]')
    .option('--no-locals', 'leave the local variables out: the process is not paused')
    .option(
      '--stalls',
      'the last times that its event loop stood still instead, also of a process that has died',
      false,
    )
    .option('--async', 'every suspended async function too: the process stands still for a snapshot of its heap', false)
    .option('--force', 'take the async dump at any price', false)
    .option('--samples <n>', 'look so many times, without a pause, and count what was met', parseSamples)
    .option('--interval <ms>', 'between two samples', parseIntervalMs, 10)
    .option('--diff <file>', 'compare with an earlier dump, written with --json')
    .option('--json', 'print JSON, one line a process', false)
    .action(async (targets: string[], flags: StackFlags, command: Command) => {
      const { interval: intervalMs, samples, diff, ...options } = flags;
      const all = { ...readGlobals(command), targets, ...options, samples, diff, intervalMs };
      await hereOrThere(io, command, async () => {
        const run = flags.stalls
          ? (await import('./commands/stalls.js')).runStalls
          : (await import('./commands/stack.js')).runStack;
        return await run(io, all);
      });
    });
}

function addAttach(program: Command, io: Io): void {
  addHostOptions(addGlobals(program.command('attach')))
    .description('put the agent into Node processes that run without it')
    .argument('<target...>')
    .option('--force', 'even when it cannot be told whether the program uses SIGUSR1 itself', false)
    .addOption(new Option('--close-late <port>').argParser(Number).hideHelp())
    .action(async (targets: string[], flags: { force: boolean; closeLate?: number }, command: Command) => {
      const { runAttach, runCloseLate } = await import('./commands/attach.js');
      const { force, closeLate } = flags;
      if (closeLate !== undefined) process.exitCode = await runCloseLate(Number(targets[0]), closeLate);
      else await hereOrThere(io, command, () => runAttach(io, { ...readGlobals(command), targets, force }));
    });
}

function addDetach(program: Command, io: Io): void {
  addHostOptions(addGlobals(program.command('detach')))
    .description('take the agent out of processes again')
    .argument('<target...>')
    .action(async (targets: string[], _flags: object, command: Command) => {
      await hereOrThere(io, command, async () => {
        const { runDetach } = await import('./commands/detach.js');
        return await runDetach(io, { ...readGlobals(command), targets });
      });
    });
}

function parseSamples(text: string): number {
  const count = Number(text);
  if (!(Number.isInteger(count) && count >= 1 && count <= MAX_SAMPLES)) {
    throw new InvalidArgumentError(`it takes a number from 1 to ${MAX_SAMPLES}.`);
  }
  return count;
}

function parseIntervalMs(text: string): number {
  const intervalMs = Number(text);
  if (text.trim() === '' || !(intervalMs >= 1 && intervalMs <= MAX_SAMPLING_MS)) {
    throw new InvalidArgumentError(`it takes a number of ms from 1 to ${MAX_SAMPLING_MS}.`);
  }
  return intervalMs;
}
