import { CommanderError } from 'commander';
import { PortholeError, systemCodeOf } from '../errors.js';
import { EXIT_DONE, EXIT_FAILED, EXIT_WRONG_USAGE } from './exit-code.js';
import { complainOf, type Io } from './io.js';
import { buildProgram } from './program.js';

const io: Io = { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, env: process.env };

// A reader that has seen enough (`porthole stats | head`) is a normal end, whoever writes at that moment.
io.stdout.on('error', (error) => process.exit(systemCodeOf(error) === 'EPIPE' ? EXIT_DONE : EXIT_FAILED));

try {
  await buildProgram(io).parseAsync(process.argv);
} catch (thrown) {
  process.exitCode = exitCodeOf(thrown);
}

function exitCodeOf(thrown: unknown): number {
  // Commander has printed its own message by now; asking for help or the version is no error.
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? EXIT_DONE : EXIT_WRONG_USAGE;
  complainOf(io, thrown);
  if (thrown instanceof PortholeError && thrown.code === 'wrong-usage') return EXIT_WRONG_USAGE;
  return systemCodeOf(thrown) === 'EPIPE' ? EXIT_DONE : EXIT_FAILED;
}
