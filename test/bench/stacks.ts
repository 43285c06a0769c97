import { readOwnVersion } from '../../src/own-version.js';
import { describeMachine } from './machine.js';
import { measureDumps } from './measure-dumps.js';
import { measureStackCommands } from './measure-stack-commands.js';
import type { BenchOptions, Report } from './report.js';

/** What a stack dump costs: the program that is looked at, and who looks. */
export async function benchStacks(options: BenchOptions): Promise<Report> {
  const notMeasured = ['a program of thousands of scripts, whose names the engine tells at each pause'];
  const dumps = await measureDumps(options);
  const commands = await measureStackCommands(options, notMeasured);
  return {
    benchmark: options.isQuick ? 'stacks, quick form: its numbers mean nothing' : 'stacks',
    machine: describeMachine(),
    versions: { porthole: readOwnVersion(), node: process.version },
    sections: [dumps, commands],
    notMeasured,
  };
}
