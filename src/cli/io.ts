import { messageOf, systemCodeOf } from '../errors.js';
import { printable } from '../format/printable.js';

/** The world as a command sees it: an argument, so that a test can hand in another. */
export interface Io {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What `--color` and the environment's conventions come to: whether escape sequences are wanted. */
export function wantsColor(io: Io, choice: 'auto' | 'always' | 'never'): boolean {
  if (choice !== 'auto') return choice === 'always';
  if ((io.env['NO_COLOR'] ?? '') !== '') return false;
  const forced = io.env['FORCE_COLOR'] ?? io.env['CLICOLOR_FORCE'] ?? '';
  if (forced !== '') return forced !== '0' && forced !== 'false';
  return io.stdout.isTTY && io.env['TERM'] !== 'dumb';
}

/** Writes data. Resolves when it is out of our hands, so that a slow pipe slows us and loses nothing. */
export function print(io: Io, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    io.stdout.write(text, (error) => (error == null ? resolve() : reject(error)));
  });
}

/** One line of JSON. */
export function printJson(io: Io, value: unknown): Promise<void> {
  return print(io, `${JSON.stringify(value)}\n`);
}

/** One line for a person, on stderr. */
export function complain(io: Io, message: string): void {
  io.stderr.write(`porthole: ${printable(message)}\n`);
}

/** Prints what went wrong; a closed pipe is a normal end and says nothing. */
export function complainOf(io: Io, thrown: unknown): void {
  if (systemCodeOf(thrown) !== 'EPIPE') complain(io, messageOf(thrown));
}
