import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { projectFolder } from '../support/project.js';

const fleetProgram = fileURLToPath(new URL('./fleet-program.js', import.meta.url));

/** Starts so many programs with the agent, each with so many metrics; says so with its first message. */
export function startPrograms(folder: string, processes: number, metrics: number): ChildProcess {
  return fork(fleetProgram, [String(processes), String(metrics)], {
    execArgv: ['--import', 'porthole/register'],
    cwd: projectFolder,
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, PORTHOLE_DIR: folder, PORTHOLE_PLUGINS: 'none' },
  });
}

/** A server on what is in a folder. */
export interface BenchedServer {
  readonly url: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/** Starts `porthole serve` on a folder. */
export async function startServe(folder: string): Promise<BenchedServer> {
  const command = join(projectFolder, 'bin/porthole.js');
  const server = spawn(process.execPath, [command, 'serve', '--port', '0', '--dir', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
  const stop = async (): Promise<void> => {
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  };
  return { url: line.replace('listening on ', ''), pid: server.pid ?? -1, stop };
}
