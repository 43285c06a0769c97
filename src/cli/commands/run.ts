import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { pathToFileURL } from 'node:url';
import { PortholeError, systemCodeOf } from '../../errors.js';
import type { Io } from '../io.js';

const SIGNAL_EXIT_CODE_BASE = 128;
const PASSED_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'] as const;

/**
 * `porthole run`: a program with the agent in it, and in every Node process that it starts.
 *
 * Signals go to the program, which decides; its exit code is ours, 128 and the
 * signal's number when it died of one.
 *
 * @throws PortholeError `not-found` or `not-permitted` when the command cannot be started.
 */
export async function runRun(io: Io, [command = '', ...args]: readonly string[]): Promise<number> {
  const child = spawn(command, args, { stdio: 'inherit', env: { ...io.env, NODE_OPTIONS: withAgent(io) } });
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  PASSED_SIGNALS.forEach((signal) => process.on(signal, pass));
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', (error) => reject(cannotStart(command, error)));
      child.once('close', (code, signal) =>
        resolve(code ?? SIGNAL_EXIT_CODE_BASE + (signal === null ? 0 : constants.signals[signal])),
      );
    });
  } finally {
    PASSED_SIGNALS.forEach((signal) => process.off(signal, pass));
  }
}

function withAgent({ env }: Io): string {
  const register = pathToFileURL(createRequire(import.meta.url).resolve('porthole/register')).href;
  const before = env['NODE_OPTIONS'] ?? '';
  return `${before} --import=${register}`.trim();
}

function cannotStart(command: string, error: Error): PortholeError {
  const isForbidden = systemCodeOf(error) === 'EACCES';
  const reason = isForbidden ? 'it is not executable' : 'there is no such command';
  return new PortholeError(isForbidden ? 'not-permitted' : 'not-found', `${command}: ${reason}`, { cause: error });
}
