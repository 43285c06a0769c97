import { type Command, InvalidArgumentError } from 'commander';
import type { Io } from './io.js';
import { addHostOptions, readHosts } from './program-hosts.js';
import { addGlobals, addScreenOptions, parseSeconds, readGlobals, type ScreenFlags } from './program-options.js';

/** Adds the commands that write what is seen into a file, and show it again. */
export function addRecordings(program: Command, io: Io): void {
  addRecord(program, io);
  addOpen(program, io);
}

interface RecordFlags {
  readonly every: number;
  readonly seconds?: number;
  readonly maxBytes: number;
  readonly locals: boolean;
  readonly dumps: boolean;
}

function addRecord(program: Command, io: Io): void {
  addHostOptions(addGlobals(program.command('record')))
    .description('samples, stalls, and the stacks of what is stuck, into a file for porthole open')
    .argument('<file>', 'appended to when it is a recording; - is stdout')
    .argument('[target...]')
    .option('--every <sec>', 'seconds between two samples', parseSeconds, 1)
    .option('--seconds <n>', 'end after so many seconds', parseSeconds)
    .option('--max-bytes <size>', 'end before the file is larger: 500k, 20M, 1G', parseSize, Number.POSITIVE_INFINITY)
    .option('--no-locals', 'leave local variables out of stacks')
    .option('--no-dumps', 'ask no process for its stacks')
    .action(async (file: string, targets: string[], flags: RecordFlags, command: Command) => {
      const { runRecord } = await import('./commands/record.js');
      const { every, seconds, maxBytes, locals: hasLocals, dumps: hasDumps } = flags;
      const recorded = { intervalMs: every * 1000, seconds, maxBytes, hasLocals, hasDumps };
      process.exitCode = await runRecord(io, {
        ...readGlobals(command),
        ...readHosts(command),
        file,
        targets,
        ...recorded,
      });
    });
}

function addOpen(program: Command, io: Io): void {
  addScreenOptions(addGlobals(program.command('open')))
    .description('the screen on a recording, or on a folder of files that processes left')
    .argument('<path>', 'a file that porthole record wrote, gzipped or not, or a folder of stats files')
    .option('--json', 'print its last moment as JSON', false)
    .action(async (path: string, { mouse, graph, json }: ScreenFlags & { json: boolean }, command: Command) => {
      const { runOpen } = await import('./commands/open.js');
      process.exitCode = await runOpen(io, { ...readGlobals(command), path, mouse, graph, json });
    });
}

/** `500k`, `20M`, `1G`, in steps of 1024. */
function parseSize(text: string): number {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)([kmg]?)(?:i?b)?$/i.exec(text) ?? [];
  const bytes = Number(digits) * 1024 ** ['', 'k', 'm', 'g'].indexOf(unit.toLowerCase());
  if (digits === '' || !(bytes > 0)) throw new InvalidArgumentError('it takes a size such as 500k, 20M or 1G.');
  return Math.floor(bytes);
}
