import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Starts a program and waits for its first line. @throws When it ends without one. */
export async function startReady(command: string, args: readonly string[], folder: string): Promise<ChildProcess> {
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined, PORTHOLE_DIR: folder };
  const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
  const isReady = once(createInterface({ input: child.stdout }), 'line').then(() => true);
  const isOver = once(child, 'exit').then(() => false);
  if (await Promise.race([isReady, isOver])) return child;
  throw new Error(`${command} ended with code ${child.exitCode} before it was ready`);
}

export async function endProgram(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
