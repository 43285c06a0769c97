import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { portholeCommand } from './command.js';
import { skipWithout } from './debian.js';
import { freePort } from './free-port.js';
import { type Program, startProgram } from './program.js';
import { temporaryFolder } from './temporary-folder.js';
import { until } from './until.js';

const SSHD = '/usr/sbin/sshd';

/** What starts the porthole that is tested on the other side. */
export const remoteCommand = `'${process.execPath}' '${portholeCommand}'`;

/** Why there is no ssh to be had, where there is none. */
export const skipWithoutSsh = skipWithout(SSHD, 'openssh-server') || skipWithout('ssh', 'openssh-client');

/** A real ssh server on loopback with keys of its own, and the environment in which `ssh` knows it as `box`. */
export interface SshServer {
  readonly env: { readonly PATH: string };
  readonly port: number;
  /** Listens again after {@link SshServer.stop}. */
  readonly start: () => Promise<void>;
  /** Ends all of its connections, and listens no more. */
  readonly stop: () => Promise<void>;
}

/** Starts one; it ends with the test. `strange` is a second name of it, whose host key is not known. */
export async function startSshd(t: TestContext): Promise<SshServer> {
  const folder = temporaryFolder(t);
  const port = await freePort();
  for (const name of ['host', 'user']) {
    spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, name)]);
  }
  copyFileSync(join(folder, 'user.pub'), join(folder, 'authorized_keys'));
  writeFileSync(join(folder, 'known_hosts'), `[127.0.0.1]:${port} ${readFileSync(join(folder, 'host.pub'), 'utf8')}`);
  writeFileSync(join(folder, 'sshd_config'), serverConfig(folder, port));
  writeFileSync(join(folder, 'ssh_config'), clientConfig(folder, port));
  // ssh reads its configuration from the home in the list of users, whatever HOME says.
  writeFileSync(
    join(folder, 'ssh'),
    `#!/bin/sh\nPATH='${process.env['PATH'] ?? ''}'\nexec ssh -F '${folder}/ssh_config' "$@"\n`,
  );
  chmodSync(join(folder, 'ssh'), 0o755);
  // Where the package's service has never run, this folder that the server wants is missing.
  if (userInfo().uid === 0 && !existsSync('/run/sshd')) mkdirSync('/run/sshd', { mode: 0o755 });
  let server: Program | undefined;
  const start = async (): Promise<void> => {
    const started = startProgram(t, ['-D', '-e', '-f', join(folder, 'sshd_config')], { command: SSHD });
    server = started;
    await until('sshd listens', () => started.output().stderr.includes('Server listening') || undefined);
  };
  const stop = async (): Promise<void> => {
    if (server === undefined || server.child.exitCode !== null) return;
    const pid = server.child.pid ?? -1;
    const connections = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
    server.child.kill('SIGTERM');
    for (const connection of connections) process.kill(Number(connection), 'SIGKILL');
    await server.ended;
    server = undefined;
  };
  // Its connections hold its pipes open, and so would keep a test that fails from ending.
  t.after(stop);
  await start();
  return { env: { PATH: `${folder}:${process.env['PATH'] ?? ''}` }, port, start, stop };
}

function serverConfig(folder: string, port: number): string {
  return `Port ${port}
ListenAddress 127.0.0.1
HostKey ${folder}/host
AuthorizedKeysFile ${folder}/authorized_keys
PidFile none
UsePAM no
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin yes
`;
}

function clientConfig(folder: string, port: number): string {
  const common = `  HostName 127.0.0.1
  Port ${port}
  User ${userInfo().username}
  IdentitiesOnly yes
  GlobalKnownHostsFile /dev/null
`;
  return `Host box
${common}  IdentityFile ${folder}/user
  UserKnownHostsFile ${folder}/known_hosts
Host strange
${common}  IdentityFile ${folder}/user
  UserKnownHostsFile ${folder}/none
Host keyless
${common}  IdentityFile ${folder}/none
  UserKnownHostsFile ${folder}/known_hosts
`;
}
