import { printable, truncate } from '../../format/printable.js';
import type { HostName } from './host-name.js';

/** How the reader on another machine is started. */
export interface RemoteCommand {
  /** The shell words that start porthole there: `porthole`, `npx porthole`, `/opt/node/bin/porthole`. */
  readonly command: string;
  /** What follows them; each is one word there, whatever is in it. */
  readonly args: readonly string[];
}

const SSH_FAILED = 255;
const NOT_FOUND = 127;
const MAX_REASON_LENGTH = 300;

/**
 * The arguments of `ssh` for a command on another machine.
 *
 * ssh asks nothing (BatchMode), for the screen has the terminal; what it would have asked is told with the cure. A
 * connection that is dead is noticed after 15 s. Everything else is as the user's own configuration of ssh says.
 */
export function sshArguments({ destination }: HostName, { command, args }: RemoteCommand): readonly string[] {
  const options = ['BatchMode=yes', 'ConnectTimeout=10', 'ServerAliveInterval=5', 'ServerAliveCountMax=3'];
  const line = [command, ...args.map(quoted)].join(' ');
  return ['-T', '-x', ...options.flatMap((option) => ['-o', option]), '--', destination, line];
}

/** Why ssh ended, in one line, with the cure where there is one. Escaped: it comes from elsewhere. */
export function describeSshEnd({ destination }: HostName, code: number | null, stderr: string): string {
  const lines = stderr.split(/[\r\n]+/).filter((line) => line.trim() !== '');
  const said = truncate(printable(lines.at(-1) ?? ''), MAX_REASON_LENGTH);
  const byHand = `log in once by hand (ssh ${destination})`;
  if (/host key verification failed|host identification has changed/i.test(stderr)) {
    return `its host key is not known, or not that one: ${byHand}`;
  }
  if (/permission denied/i.test(said) && code === SSH_FAILED) {
    return `ssh may not ask for a password here: ssh-add a key, or ${byHand} with ControlMaster (${said})`;
  }
  if (code === SSH_FAILED) return said === '' ? `ssh could not connect: ${byHand}` : said;
  const isNodeAbsent = /node\W*: (no such file|not found|command not found)/i.test(stderr);
  if (isNodeAbsent)
    return `no Node there that ssh finds: name both by path, --remote-command '/…/node /…/porthole' (${said})`;
  if (code === NOT_FOUND || /not found/i.test(said)) {
    return `no porthole there: npm install -g porthole, or --remote-command 'npx porthole' (${said})`;
  }
  return said === '' ? `its porthole ended (${code ?? 'killed'})` : said;
}

/** One word for a POSIX shell. */
function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
