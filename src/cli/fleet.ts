import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { PortholeError } from '../errors.js';
import { removeLeftovers } from '../source/clean.js';
import { Poller } from '../source/poll.js';
import { parseSelection } from '../source/select.js';

/** A program of the demo that is running and has said so. */
export interface FleetProgram {
  readonly name: string;
  readonly pid: number;
}

/** The running programs of `porthole demo`. Disposing ends them, and waits until they are gone. */
export interface Fleet extends AsyncDisposable {
  readonly programs: readonly FleetProgram[];
}

const PROGRAM_NAMES = ['web', 'worker-pool', 'staller', 'slow-query', 'counter'] as const;
// The one that stalls may be in the middle of it: a program that has not ended by then is ended by force.
const STOP_DEADLINE_MS = 1000;
const START_DEADLINE_MS = 20_000;

/**
 * Starts the demo's programs with the agent in them, and waits until each says READY.
 *
 * They hang on our end of a pipe: should we be killed, they end by themselves.
 *
 * @throws PortholeError `no-answer` when one of them does not start; the others are ended.
 */
export async function startFleet(): Promise<Fleet> {
  const register = createRequire(import.meta.url).resolve('porthole/register');
  const children = PROGRAM_NAMES.map((name) => {
    const script = join(dirname(register), 'demo', `${name}.js`);
    return spawn(process.execPath, ['--import', register, script], { stdio: ['pipe', 'pipe', 'inherit'] });
  });
  const stop = async (): Promise<void> => {
    await Promise.all(children.map(stopProgram));
    // What a program could not remove itself because it was ended by force.
    const targets = children.map(({ pid }) => String(pid));
    removeLeftovers(new Poller(parseSelection(targets)).poll().targets, false);
  };
  try {
    const programs = await Promise.all(children.map((child, index) => whenReady(child, PROGRAM_NAMES[index] ?? '')));
    return { programs, [Symbol.asyncDispose]: stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

async function whenReady(child: ChildProcess, name: string): Promise<FleetProgram> {
  const { pid, stdout } = child;
  if (pid === undefined || stdout === null) throw new PortholeError('no-answer', `the demo's ${name} does not start`);
  const lines = createInterface({ input: stdout });
  const deadline = setTimeout(() => lines.close(), START_DEADLINE_MS);
  try {
    for await (const line of lines) if (line.startsWith('READY')) return { name, pid };
  } finally {
    clearTimeout(deadline);
    // Whatever else it prints must not fill the pipe and stop it.
    stdout.resume();
  }
  throw new PortholeError('no-answer', `the demo's ${name} ended, or said nothing for ${START_DEADLINE_MS / 1000} s`);
}

async function stopProgram(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
  await closed;
  clearTimeout(force);
}
