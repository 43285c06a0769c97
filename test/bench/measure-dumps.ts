import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { formatSocketName } from '../../src/target.js';
import { requestDump } from '../support/agent.js';
import { until } from '../support/until.js';
import { memoryFolder } from './memory-folder.js';
import { endProgram, startReady } from './ready-program.js';
import { type BenchOptions, median, type Row, type Section } from './report.js';

const FRAMES = [10, 50, 200];
const deepProgram = fileURLToPath(new URL('./deep-program.js', import.meta.url));

/** Dumps of a busy program over its socket: from the request to the answer, and how long the program stood still. */
export async function measureDumps({ isQuick }: BenchOptions): Promise<Section> {
  const folder = mkdtempSync(join(memoryFolder(), 'porthole-bench-'));
  const dumps = isQuick ? 3 : 100;
  try {
    const rows: Row[] = [];
    for (const frames of FRAMES) rows.push(...(await measureDepth(folder, frames, dumps)));
    return { title: `Dumps of a busy program over its socket (median of ${dumps})`, rows };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureDepth(folder: string, frames: number, dumps: number): Promise<readonly Row[]> {
  const child = await startReady(process.execPath, [deepProgram, String(frames)], folder);
  try {
    const socket = join(folder, formatSocketName(child.pid ?? -1));
    await until('the console answers', () => requestDump(socket).catch(() => undefined));
    return [
      await measureRow(`${frames} frames, with locals`, socket, '', dumps),
      await measureRow(`${frames} frames, without`, socket, '?locals=0', dumps),
    ];
  } finally {
    await endProgram(child);
  }
}

async function measureRow(name: string, socket: string, query: string, dumps: number): Promise<Row> {
  const [tookMs, pausedMs]: [number[], number[]] = [[], []];
  for (let dump = 0; dump < dumps; dump++) {
    const startedMs = performance.now();
    const [main] = (await requestDump(socket, query)).threads;
    tookMs.push(performance.now() - startedMs);
    pausedMs.push(main?.pausedMs ?? 0);
  }
  return {
    case: name,
    'dump ms': median(tookMs),
    'longest dump ms': Math.max(...tookMs),
    'pause ms': median(pausedMs),
    'longest pause ms': Math.max(...pausedMs),
  };
}
