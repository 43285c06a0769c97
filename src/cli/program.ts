import { Command } from 'commander';
import { printable } from '../format/printable.js';
import { readOwnVersion } from '../own-version.js';
import type { Io } from './io.js';
import { addHostOptions, addRemoteReader, hereOrThere, screenHosts } from './program-hosts.js';
import { addInspection } from './program-inspection.js';
import { addGlobals, addScreenOptions, parseSeconds, readGlobals, type ScreenFlags } from './program-options.js';
import { addReaders } from './program-readers.js';
import { addRecordings } from './program-recordings.js';

/** The table of commands. What a command does is loaded when it is asked for, so that `ps` does not wait for the screen. */
export function buildProgram(io: Io): Command {
  const program = new Command('porthole')
    .description('See what every Node process on this box is doing right now.')
    .version(readOwnVersion(), '--version', 'print the version')
    .helpOption('--help', 'print this help')
    .argument('[target...]', 'a pid, a name or glob on it, a stats file or socket, or a folder; none means all')
    .option('--print-config', 'print the configuration that holds, and where its file belongs')
    // So that `run` can leave the options of its program alone.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => write(`porthole: ${usageLine(text)} (porthole --help shows what there is)\n`),
    })
    .action(async (targets: string[], flags: ScreenFlags & { printConfig?: true }, command: Command) => {
      const { printConfig, runScreen } = await import('./commands/screen.js');
      const { mouse, graph } = flags;
      process.exitCode =
        flags.printConfig === true
          ? await printConfig(io)
          : await runScreen(io, {
              ...readGlobals(command),
              ...screenHosts(command),
              targets,
              mouse,
              graph,
              seconds: undefined,
            });
    });
  addHostOptions(addScreenOptions(addGlobals(program)));
  addDemo(program, io);
  addRun(program, io);
  addPs(program, io);
  addClean(program, io);
  addReaders(program, io);
  addInspection(program, io);
  addRecordings(program, io);
  addRemoteReader(program, io);
  return program;
}

/** What commander says in up to three lines and sentences, as one. */
function usageLine(text: string): string {
  const line = text
    .replace(/^error: /, '')
    .replace(/ is invalid\. (.)/, (_, first: string) => ` is invalid: ${first.toLowerCase()}`);
  return printable(
    line
      .trim()
      .replace(/\.?\n\(?(.*?)\)?$/, ': $1')
      .replace(/\.$/, ''),
  );
}

function addDemo(program: Command, io: Io): void {
  addScreenOptions(addGlobals(program.command('demo')))
    .description('start a small fleet of real programs and open the screen on it')
    .option('--no-screen', 'print a line READY PID NAME for each program and run until interrupted')
    .option('--seconds <n>', 'end after so many seconds', parseSeconds)
    .action(async (flags: ScreenFlags & { screen: boolean; seconds?: number }, command: Command) => {
      const { runDemo } = await import('./commands/demo.js');
      const { screen, mouse, graph, seconds } = flags;
      process.exitCode = await runDemo(io, {
        ...readGlobals(command),
        hosts: [],
        remoteCommand: undefined,
        targets: [],
        screen,
        mouse,
        graph,
        seconds,
      });
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
  addHostOptions(addGlobals(program.command('ps')))
    .description('one line a process')
    .argument('[target...]')
    .option('--json', 'print JSON', false)
    .action(async (targets: string[], options: { json: boolean }, command: Command) => {
      await hereOrThere(io, command, async () => {
        const { runPs } = await import('./commands/ps.js');
        return await runPs(io, { ...readGlobals(command), targets, json: options.json });
      });
    });
}

function addClean(program: Command, io: Io): void {
  addHostOptions(addGlobals(program.command('clean')))
    .description('remove the stats files and sockets of processes that are gone')
    .argument('[target...]')
    .option('--dry-run', 'only say what would be removed', false)
    .option('--json', 'print JSON', false)
    .action(async (targets: string[], options: { dryRun: boolean; json: boolean }, command: Command) => {
      await hereOrThere(io, command, async () => {
        const { runClean } = await import('./commands/clean.js');
        return await runClean(io, { ...readGlobals(command), targets, ...options });
      });
    });
}
