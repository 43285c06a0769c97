import type { Command } from 'commander';
import type { Io } from './io.js';
import { addGlobals, collect, readGlobals } from './program-options.js';

/** What names other machines. */
export interface HostOptions {
  /** As ssh takes them: `user@box`. */
  readonly hosts: readonly string[];
  /** The shell words that start porthole there; `undefined`: `porthole`. */
  readonly remoteCommand: string | undefined;
}

/** `undefined`: as the configuration says. */
export type ScreenHosts = { readonly [Name in keyof HostOptions]: HostOptions[Name] | undefined };

interface HostFlags {
  readonly host: readonly string[];
  readonly remoteCommand?: string;
}

/** Adds the options that name other machines. */
export function addHostOptions(command: Command): Command {
  return command
    .option(
      '--host <host>',
      'on another machine, through ssh: box, user@box, ssh://user@box:22 (repeatable)',
      collect,
      [],
    )
    .option('--remote-command <words>', 'what starts porthole there (porthole): "npx porthole"');
}

/** What they were given, before the command or behind it. */
export function readHosts(command: Command): HostOptions {
  const own = command.opts<HostFlags>();
  const before = command.parent?.opts<HostFlags>();
  return {
    hosts: [...(before?.host ?? []), ...own.host],
    remoteCommand: own.remoteCommand ?? before?.remoteCommand,
  };
}

/** The same for the screen, which has its configuration where nothing was given. */
export function screenHosts(command: Command): ScreenHosts {
  const { hosts, remoteCommand } = readHosts(command);
  return { hosts: hosts.length === 0 ? undefined : hosts, remoteCommand };
}

/** Runs a command on the machines that were named, or here where none was. */
export async function hereOrThere(io: Io, command: Command, here: () => Promise<number>): Promise<void> {
  const options = readHosts(command);
  if (options.hosts.length === 0) {
    process.exitCode = await here();
    return;
  }
  const { runThere } = await import('./commands/run-there.js');
  process.exitCode = await runThere(io, options, process.argv.slice(2));
}

/** The other side of `--host`: nobody types it. */
export function addRemoteReader(program: Command, io: Io): void {
  addGlobals(program.command('remote-reader', { hidden: true }))
    .description('answers a porthole on another machine, which starts it through ssh')
    .argument('[target...]')
    .action(async (targets: string[], _flags: object, command: Command) => {
      const { runRemoteReader } = await import('./commands/remote-reader.js');
      process.exitCode = await runRemoteReader(io, { ...readGlobals(command), targets });
    });
}
