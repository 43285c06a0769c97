import { type Command, Option } from 'commander';
import { AGGREGATORS, type Aggregator } from '../model/aggregate.js';
import { type Io, print } from './io.js';
import { addHostOptions, hereOrThere } from './program-hosts.js';
import {
  addGlobals,
  collect,
  type GlobalOptions,
  parseCount,
  parsePort,
  parseSeconds,
  readGlobals,
} from './program-options.js';

interface StatsFlags {
  readonly json: boolean;
  readonly metric: readonly string[];
  readonly aggregate?: Aggregator;
  readonly watch?: number | true;
}

/** Adds the commands that hand the data to other tools. */
export function addReaders(program: Command, io: Io): void {
  addStats(program, io);
  addPoll(program, io);
  addCheck(program, io);
  addServe(program, io);
  addPush(program, io);
}

function addStats(program: Command, io: Io): void {
  addHostOptions(addGlobals(program.command('stats')))
    .description('every metric of every stats file, or one value a metric over all of them')
    .argument('[target...]')
    .option('--metric <metric>', 'only these: a name or a glob (repeatable)', collect, [])
    .addOption(new Option('--aggregate <how>', 'one value a metric over all files').choices(AGGREGATORS))
    .option('--watch [sec]', 'print again every so many seconds (1)', parseSeconds)
    .option('--json', 'print JSON', false)
    .action(async (targets: string[], flags: StatsFlags, command: Command) => {
      const { json, metric: metrics, aggregate, watch } = flags;
      const watchMs = watch === undefined ? undefined : (watch === true ? 1 : watch) * 1000;
      await hereOrThere(io, command, async () => {
        const { runStats } = await import('./commands/stats.js');
        return await runStats(io, { ...readGlobals(command), targets, json, metrics, aggregate, watchMs });
      });
    });
}

interface PollFlags {
  readonly json: boolean;
  readonly delay: number;
  readonly count?: number;
  readonly prefix: string;
}

function addPoll(program: Command, io: Io): void {
  addHostOptions(addGlobals(program.command('poll')))
    .description('each second one row: by how much each field has grown in all files')
    .argument('<fields>', 'names or globs, with commas between')
    .argument('[target...]')
    .option('-d, --delay <sec>', 'seconds between two rows', parseSeconds, 1)
    .option('-c, --count <n>', 'end after so many rows', parseCount)
    .option('-p, --prefix <prefix>', 'stands before each field, and not in its title', '')
    .option('--json', 'print JSON, one line a row', false)
    .action(async (fields: string, targets: string[], flags: PollFlags, command: Command) => {
      const { json, delay, count, prefix } = flags;
      const options = { ...readGlobals(command), targets, fields, json, delayMs: delay * 1000, count, prefix };
      await hereOrThere(io, command, async () => {
        const { runPoll } = await import('./commands/poll.js');
        return await runPoll(io, options);
      });
    });
}

interface ServeFlags {
  readonly port?: number;
  readonly host?: string;
  readonly config?: string;
}

function addServe(program: Command, io: Io): void {
  addGlobals(program.command('serve'))
    .description('metrics for Prometheus, processes and stack dumps over HTTP')
    .argument('[target...]')
    .option('--port <port>', 'where to listen (9464); 0 takes any that is free', parsePort)
    .option('--host <address>', 'the address to listen on (127.0.0.1); any other than loopback needs a token')
    .option('--config <file>', 'a JSON file with port, host, token, dirs, targets')
    .action(async (targets: string[], { port, host, config }: ServeFlags, command: Command) => {
      const { runServe } = await import('./commands/serve.js');
      process.exitCode = await runServe(io, { ...readGlobals(command), targets, port, host, config });
    });
}

interface PushFlags {
  readonly every: number;
  readonly prefix?: string;
  readonly once: boolean;
}

function addPush(program: Command, io: Io): void {
  addGlobals(program.command('push'))
    .description('the metrics of all programs to Graphite, again and again')
    .argument('<destination>', 'graphite://HOST:PORT')
    .argument('[target...]')
    .option('--every <sec>', 'seconds between two pushes', parseSeconds, 60)
    .option('--prefix <prefix>', 'before every path (porthole.HOSTNAME)')
    .option('--once', 'push once and end', false)
    .action(async (destination: string, targets: string[], flags: PushFlags, command: Command) => {
      const { runPush } = await import('./commands/push.js');
      const { every, prefix, once } = flags;
      const options = { ...readGlobals(command), targets, destination, everyMs: every * 1000, prefix, isOnce: once };
      process.exitCode = await runPush(io, options);
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
