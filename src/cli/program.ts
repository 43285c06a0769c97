import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Command, InvalidArgumentError, Option } from 'commander';
import { isPlainObject } from '../format/json.js';
import { MAX_SAMPLES, MAX_SAMPLING_MS } from '../format/stack-samples.js';
import { AGGREGATORS, type Aggregator } from '../model/aggregate.js';
import type { Io } from './io.js';

interface GlobalOptions {
  readonly dir: readonly string[];
  readonly color: 'auto' | 'always' | 'never';
}

/** The table of commands. What a command does is loaded when it is asked for, so that `ps` does not wait for the screen. */
export function buildProgram(io: Io): Command {
  const program = new Command('porthole')
    .description('See what every Node process on this box is doing right now.')
    .version(readVersion(), '--version', 'print the version')
    .helpOption('--help', 'print this help')
    .argument('[target...]', 'a pid, a name or glob on it, a stats file or socket, or a folder; none means all')
    .option('--no-mouse', 'leave the mouse to the terminal')
    .addOption(graphOption())
    .option('--print-config', 'print the configuration that holds, and where its file belongs')
    // So that `run` can leave the options of its program alone.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'porthole: ')),
    })
    .showHelpAfterError('(porthole --help shows what there is)')
    .action(async (targets: string[], flags: ScreenFlags, command: Command) => {
      const { printConfig, runScreen } = await import('./commands/screen.js');
      const { mouse, graph } = flags;
      process.exitCode =
        flags.printConfig === true
          ? await printConfig(io)
          : await runScreen(io, { ...readGlobals(command), targets, mouse, graph, seconds: undefined });
    });
  addGlobals(program);
  addDemo(program, io);
  addRun(program, io);
  addPs(program, io);
  addStats(program, io);
  addStack(program, io);
  addClean(program, io);
  addAttach(program, io);
  addDetach(program, io);
  return program;
}

interface ScreenFlags {
  readonly mouse: boolean;
  readonly graph?: 'auto' | 'line' | 'braille' | 'ascii';
  readonly printConfig?: boolean;
}

function graphOption(): Option {
  return new Option('--graph <style>', 'how graphs are drawn').choices(['auto', 'line', 'braille', 'ascii']);
}

function addDemo(program: Command, io: Io): void {
  addGlobals(program.command('demo'))
    .description('start a small fleet of real programs and open the screen on it')
    .option('--no-screen', 'print a line READY PID NAME for each program and run until interrupted')
    .option('--seconds <n>', 'end after so many seconds', parseSeconds)
    .option('--no-mouse', 'leave the mouse to the terminal')
    .addOption(graphOption())
    .action(async (flags: ScreenFlags & { screen: boolean; seconds?: number }, command: Command) => {
      const { runDemo } = await import('./commands/demo.js');
      const { screen, mouse, graph, seconds } = flags;
      process.exitCode = await runDemo(io, { ...readGlobals(command), targets: [], screen, mouse, graph, seconds });
    });
}

function addRun(program: Command, io: Io): void {
  program
    .command('run')
    .description('run a program with the agent in it')
    .argument('<command...>', 'the program and its arguments: porthole run -- node app.js')
    .passThroughOptions()
    .action(async (words: string[]) => {
      const { runRun } = await import('./commands/run.js');
      process.exitCode = await runRun(io, words);
    });
}

function addPs(program: Command, io: Io): void {
  addGlobals(program.command('ps'))
    .description('one line a process')
    .argument('[target...]')
    .option('--json', 'print JSON', false)
    .action(async (targets: string[], options: { json: boolean }, command: Command) => {
      const { runPs } = await import('./commands/ps.js');
      process.exitCode = await runPs(io, { ...readGlobals(command), targets, json: options.json });
    });
}

interface StatsFlags {
  readonly json: boolean;
  readonly metric: readonly string[];
  readonly aggregate?: Aggregator;
  readonly watch?: number | true;
}

function addStats(program: Command, io: Io): void {
  addGlobals(program.command('stats'))
    .description('every metric of every stats file, or one value a metric over all of them')
    .argument('[target...]')
    .option('--metric <metric>', 'only these: a name or a glob (repeatable)', collect, [])
    .addOption(new Option('--aggregate <how>', 'one value a metric over all files').choices(AGGREGATORS))
    .option('--watch [sec]', 'print again every so many seconds (1)', parseSeconds)
    .option('--json', 'print JSON', false)
    .action(async (targets: string[], flags: StatsFlags, command: Command) => {
      const { runStats } = await import('./commands/stats.js');
      const { json, metric: metrics, aggregate, watch } = flags;
      const watchMs = watch === undefined ? undefined : (watch === true ? 1 : watch) * 1000;
      process.exitCode = await runStats(io, { ...readGlobals(command), targets, json, metrics, aggregate, watchMs });
    });
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
  addGlobals(program.command('stack'))
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
      const { runStack } = await import('./commands/stack.js');
      const { runStalls } = await import('./commands/stalls.js');
      process.exitCode = await (flags.stalls ? runStalls(io, all) : runStack(io, all));
    });
}

function addClean(program: Command, io: Io): void {
  addGlobals(program.command('clean'))
    .description('remove the stats files and sockets of processes that are gone')
    .argument('[target...]')
    .option('--dry-run', 'only say what would be removed', false)
    .option('--json', 'print JSON', false)
    .action(async (targets: string[], options: { dryRun: boolean; json: boolean }, command: Command) => {
      const { runClean } = await import('./commands/clean.js');
      process.exitCode = await runClean(io, { ...readGlobals(command), targets, ...options });
    });
}

function addAttach(program: Command, io: Io): void {
  addGlobals(program.command('attach'))
    .description('put the agent into Node processes that run without it')
    .argument('<target...>')
    .option('--force', 'even when it cannot be told whether the program uses SIGUSR1 itself', false)
    .addOption(new Option('--close-late <port>').argParser(Number).hideHelp())
    .action(async (targets: string[], flags: { force: boolean; closeLate?: number }, command: Command) => {
      const { runAttach, runCloseLate } = await import('./commands/attach.js');
      const { force, closeLate } = flags;
      if (closeLate !== undefined) process.exitCode = await runCloseLate(Number(targets[0]), closeLate);
      else process.exitCode = await runAttach(io, { ...readGlobals(command), targets, force });
    });
}

function addDetach(program: Command, io: Io): void {
  addGlobals(program.command('detach'))
    .description('take the agent out of processes again')
    .argument('<target...>')
    .action(async (targets: string[], _flags: object, command: Command) => {
      const { runDetach } = await import('./commands/detach.js');
      process.exitCode = await runDetach(io, { ...readGlobals(command), targets });
    });
}

// Before the command and behind it they mean the same.
function addGlobals(command: Command): Command {
  return command
    .option('--dir <dir>', 'look here instead of in the usual places (repeatable)', collect, [])
    .addOption(new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto'));
}

function readGlobals(command: Command): { readonly dirs: readonly string[]; readonly color: GlobalOptions['color'] } {
  const own = command.opts<GlobalOptions>();
  const before = command.parent?.opts<GlobalOptions>();
  if (before === undefined) return { dirs: own.dir, color: own.color };
  const color = command.getOptionValueSource('color') === 'default' ? before.color : own.color;
  return { dirs: [...before.dir, ...own.dir], color };
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() === '' || !(seconds > 0 && seconds <= 1e6)) {
    throw new InvalidArgumentError('it takes a number of seconds above 0.');
  }
  return seconds;
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

function readVersion(): string {
  const path = createRequire(import.meta.url).resolve('porthole/package.json');
  const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return isPlainObject(manifest) ? String(manifest['version']) : 'unknown';
}
