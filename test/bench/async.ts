import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readOwnVersion } from '../../src/own-version.js';
import { requestAsyncDump, requestAsyncPrice } from '../../src/source/console-client.js';
import { formatSocketName } from '../../src/target.js';
import { projectFolder } from '../support/project.js';
import { describeMachine } from './machine.js';
import { memoryFolder } from './memory-folder.js';
import type { BenchOptions, Report, Row } from './report.js';

const program = fileURLToPath(new URL('./async-program.js', import.meta.url));
const registerModule = join(projectFolder, 'dist/src/register.js');
const WAITING = 1000;
const SIZES = [0, 50_000, 200_000, 600_000];
const QUICK_SIZES = [0];

/** What an async dump costs a program with a heap of small objects, of several sizes, and what was told before. */
export async function benchAsync({ isQuick }: BenchOptions): Promise<Report> {
  const rows: Row[] = [];
  for (const objects of isQuick ? QUICK_SIZES : SIZES) rows.push(await measureDump(objects));
  return {
    benchmark: isQuick ? 'async, quick form: its numbers mean nothing' : 'async',
    machine: describeMachine(),
    versions: { porthole: readOwnVersion(), node: process.version },
    sections: [{ title: `Async dump of ${WAITING} suspended requests (2 functions each)`, rows }],
    notMeasured: ['heaps of large strings and buffers: they cost less for each MB than the small objects here'],
  };
}

async function measureDump(objects: number): Promise<Row> {
  const folder = mkdtempSync(join(memoryFolder(), 'porthole-bench-'));
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined, PORTHOLE_DIR: folder };
  const args = ['--import', registerModule, program, String(objects), String(WAITING)];
  const child = spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    await once(child.stdout, 'data');
    const pid = child.pid ?? 0;
    const socket = join(folder, formatSocketName(pid));
    const price = await untilAnswered(() => requestAsyncPrice(socket));
    const before = readPeakBytes(pid);
    const dump = await requestAsyncDump(socket, { isForced: true });
    const after = readPeakBytes(pid);
    const megabytes = price.heapBytes / 1e6;
    return {
      'heap, MB': megabytes,
      'told, ms': price.expectedPauseMs,
      'pause, ms': dump.pausedMs,
      'told / pause': price.expectedPauseMs / dump.pausedMs,
      'ms per MB': dump.pausedMs / megabytes,
      'told, MB': price.expectedMemoryBytes / 1e6,
      'memory, MB': before === undefined || after === undefined ? undefined : (after - before) / 1e6,
      'in all, ms': dump.tookMs,
      questions: dump.questions,
      'longest question, ms': dump.longestQuestionMs,
      'largest group': dump.groups[0]?.count,
    };
  } finally {
    child.stdin.end();
    await once(child, 'close');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (attempt > 100) throw error;
      await setTimeout(50);
    }
  }
}

// The most that the process ever held; Linux only.
function readPeakBytes(pid: number): number | undefined {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
  } catch {
    return undefined;
  }
}
