import { Command, InvalidArgumentError, Option } from 'commander';
import { AGGREGATORS, type Aggregator } from '../model/aggregate.js';
import { type Io, print } from './io.js';
import { readOwnVersion } from './version.js';

interface GlobalOptions {
  readonly dir: readonly string[];
  readonly color: 'auto' | 'always' | 'never';
}

/** The table of commands. What a command does is loaded when it is asked for, so that `ps` does not wait for the screen. */
export function buildProgram(io: Io): Command {
  const program = new Command('porthole')
    .description('See what every Node process on this box is doing right now.')
    .version(readOwnVersion(), '--version', 'print the version')
    .helpOption('--help', 'print this help')
    .argument('[target...]', 'a pid, a name or glob on it, a stats file or socket, or a folder; none means all')
    .option('--no-mouse', 'leave the mouse to the terminal')
    // So that `run` can leave the options of its program alone.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'porthole: ')),
    })
    .showHelpAfterError('(porthole --help shows what there is)')
    .action(async (targets: string[], { mouse }: { mouse: boolean }, command: Command) => {
      const { runScreen } = await import('./commands/screen.js');
      process.exitCode = await runScreen(io, { ...readGlobals(command), targets, mouse, seconds: undefined });
    });
  addGlobals(program);
  addDemo(program, io);
  addRun(program, io);
  addPs(program, io);
  addStats(program, io);
  addPoll(program, io);
  addStack(program, io);
  addClean(program, io);
  addCheck(program, io);
  return program;
}

function addDemo(program: Command, io: Io): void {
  addGlobals(program.command('demo'))
    .description('start a small fleet of real programs and open the screen on it')
    .option('--no-screen', 'print a line READY PID NAME for each program and run until interrupted')
    .option('--seconds <n>', 'end after so many seconds', parseSeconds)
    .option('--no-mouse', 'leave the mouse to the terminal')
    .action(async (flags: { screen: boolean; mouse: boolean; seconds?: number }, command: Command) => {
      const { runDemo } = await import('./commands/demo.js');
      const { screen, mouse, seconds } = flags;
      process.exitCode = await runDemo(io, { ...readGlobals(command), targets: [], screen, mouse, seconds });
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

interface PollFlags {
  readonly json: boolean;
  readonly delay: number;
  readonly count?: number;
  readonly prefix: string;
}

function addPoll(program: Command, io: Io): void {
  addGlobals(program.command('poll'))
    .description('each second one row: by how much each field has grown in all files')
    .argument('<fields>', 'names or globs, with commas between')
    .argument('[target...]')
    .option('-d, --delay <sec>', 'seconds between two rows', parseSeconds, 1)
    .option('-c, --count <n>', 'end after so many rows', parseCount)
    .option('-p, --prefix <prefix>', 'stands before each field, and not in its title', '')
    .option('--json', 'print JSON, one line a row', false)
    .action(async (fields: string, targets: string[], flags: PollFlags, command: Command) => {
      const { runPoll } = await import('./commands/poll.js');
      const { json, delay, count, prefix } = flags;
      const options = { ...readGlobals(command), targets, fields, json, delayMs: delay * 1000, count, prefix };
      process.exitCode = await runPoll(io, options);
    });
}

function addStack(program: Command, io: Io): void {
  addGlobals(program.command('stack'))
    .description('the stack of every thread of each process, with its local variables')
    .argument('[target...]')
    .option('--no-locals', 'leave the local variables out: the process is not paused')
    .option('--json', 'print JSON, one line a process', false)
    .action(async (targets: string[], options: { locals: boolean; json: boolean }, command: Command) => {
      const { runStack } = await import('./commands/stack.js');
      process.exitCode = await runStack(io, { ...readGlobals(command), targets, ...options });
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

/** As the first word it has an entry of its own, `check.ts`; here it is for the help, and for options before it. */
function addCheck(program: Command, io: Io): void {
  program
    .command('check')
    .description('a monitoring plugin: check METRIC [TARGET…] -w RANGE -c RANGE')
    .argument('[words...]')
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (words: string[], _, command: Command) => {
      const { runCheck } = await import('./commands/check.js');
      const { dir: before = [] } = command.parent?.opts<Partial<GlobalOptions>>() ?? {};
      const dirs = before.flatMap((dir) => ['--dir', dir]);
      process.exitCode = await runCheck((text) => print(io, text), [...dirs, ...words]);
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

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count <= 0) throw new InvalidArgumentError('it takes a whole number above 0.');
  return count;
}
