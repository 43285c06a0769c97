import { spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import { isPlainObject } from '../../format/json.js';
import { printable } from '../../format/printable.js';
import { type HostName, parseHosts } from '../../source/hosts/host-name.js';
import { describeSshEnd, type RemoteCommand, sshArguments } from '../../source/hosts/ssh-command.js';
import { EXIT_DONE, EXIT_FAILED } from '../exit-code.js';
import { complain, type Io, print } from '../io.js';
import type { HostOptions } from '../program-hosts.js';

const MAX_EXIT_CODE = 2;
const MAX_STDERR_LINES = 100;

/**
 * A command on other machines, all at the same time: its lines with the name of the machine before them, or as `host` in their JSON.
 *
 * @param words The whole command line as it was given here.
 * @returns The worst of their exit codes.
 */
export async function runThere(
  io: Io,
  { hosts, remoteCommand }: HostOptions,
  words: readonly string[],
): Promise<number> {
  const command = { command: remoteCommand ?? 'porthole', args: withoutHosts(words) };
  const codes = await Promise.all(parseHosts(hosts).map((host) => runOn(io, host, command)));
  return Math.max(EXIT_DONE, ...codes);
}

/** The words of a command line that are for the other side. */
export function withoutHosts(words: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word === '--') return [...kept, ...words.slice(index)];
    if (word === '--host' || word === '--remote-command') index++;
    else if (!/^--(host|remote-command)=/.test(word)) kept.push(word);
  }
  return kept;
}

async function runOn(io: Io, host: HostName, command: RemoteCommand): Promise<number> {
  const ssh = spawn('ssh', sshArguments(host, command), { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => {
    ssh.once('error', () => resolve(null));
    ssh.once('close', resolve);
  });
  const said: string[] = [];
  const out = printLines(io, host.label, createInterface({ input: ssh.stdout }));
  for await (const line of createInterface({ input: ssh.stderr })) {
    if (said.length < MAX_STDERR_LINES) said.push(line);
  }
  await out;
  const code = await ended;
  if (code !== null && code <= MAX_EXIT_CODE) {
    for (const line of said) complain(io, `${host.label}: ${line.replace(/^porthole: /, '')}`);
    return code;
  }
  const reason =
    ssh.pid === undefined ? 'ssh cannot be started: is it installed?' : describeSshEnd(host, code, said.join('\n'));
  complain(io, `${host.label}: ${reason}`);
  return EXIT_FAILED;
}

async function printLines(io: Io, label: string, lines: Interface): Promise<void> {
  for await (const line of lines) await print(io, `${labelled(label, line)}\n`);
}

function labelled(label: string, line: string): string {
  if (line.startsWith('{')) {
    try {
      const value: unknown = JSON.parse(line);
      if (isPlainObject(value)) return JSON.stringify({ host: label, ...value });
    } catch {
      // A line of text that only begins like JSON.
    }
  }
  return `${label}: ${printable(line)}`;
}
