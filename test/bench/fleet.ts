import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { AGENT_FIELDS } from '../../src/format/agent-fields.js';
import { readProcess } from '../../src/source/process-info.js';
import { memoryFolder } from './memory-folder.js';
import { writeMetrics } from './write-metrics.js';

/** Processes that do nothing, and for each a stats file as an agent would write it. */
export interface Fleet extends AsyncDisposable {
  readonly folder: string;
}

/** Starts `count` processes (of `sleep`), and writes a file of so many metrics for each. */
export async function startFleet(count: number, metrics: number): Promise<Fleet> {
  const script = `for i in $(seq ${count}); do sleep 3600 & echo PID $!; done; echo READY; wait`;
  const shell = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  const folder = mkdtempSync(join(memoryFolder(), 'porthole-bench-'));
  const stop = async (): Promise<void> => {
    await stopGroup(shell);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const pid of await readPids(shell)) {
      const look = readProcess(pid);
      const startTicks = 'startTicks' in look ? look.startTicks : undefined;
      const path = join(folder, `bench-${pid}-${pid}.mmstats`);
      writeMetrics(path, metrics, { constants: new Map([[AGENT_FIELDS.startTicks, startTicks ?? 0]]) });
    }
    return { folder, [Symbol.asyncDispose]: stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

async function readPids(shell: ChildProcess): Promise<readonly number[]> {
  const pids: number[] = [];
  if (shell.stdout === null) return pids;
  for await (const line of createInterface({ input: shell.stdout })) {
    if (line === 'READY') return pids;
    pids.push(Number(line.slice('PID '.length)));
  }
  throw new Error('the processes did not start');
}

// The shell leads a process group, of which all of them are.
async function stopGroup(shell: ChildProcess): Promise<void> {
  if (shell.pid === undefined || shell.exitCode !== null) return;
  const ended = once(shell, 'exit');
  process.kill(-shell.pid, 'SIGKILL');
  await ended;
}
