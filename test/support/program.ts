import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';

/** A real process that a test started; killed by its pid when the test ends. */
export interface Program {
  readonly child: ChildProcess;
  readonly pid: number;
  /** All that it has written so far. */
  readonly output: () => { readonly stdout: string; readonly stderr: string };
  /** The first line of stdout, past or coming, that starts with `prefix`; fails when the process ends without it. */
  readonly line: (prefix: string) => Promise<string>;
  /** Resolves when it has ended and its output is closed. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly command?: string;
  /** Another user to run it as, which only root may. */
  readonly uid?: number;
}

/** Starts `node ARGS` (or another command) without the test runner's own settings in its environment. */
export function startProgram(t: TestContext, args: readonly string[], options: ProgramOptions = {}): Program {
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined, NODE_OPTIONS: undefined, ...options.env };
  const child = spawn(options.command ?? process.execPath, args, {
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const wake = (): void => waiting.forEach((check) => check());
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    wake();
  });
  let hasEnded = false;
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      hasEnded = true;
      resolve({ code, signal });
      wake();
    });
  });
  t.after(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const line = (prefix: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        const found = lines.find((candidate) => candidate.startsWith(prefix));
        if (found === undefined && !hasEnded) return;
        waiting.delete(check);
        if (found === undefined) reject(new Error(`ended without a line "${prefix}":\n${stdout}\n${stderr}`));
        else resolve(found);
      };
      waiting.add(check);
      check();
    });
  return { child, pid: child.pid ?? -1, output: () => ({ stdout, stderr }), line, ended };
}
