import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { memoryFolder } from './memory-folder.js';
import { type BenchOptions, median, type Section } from './report.js';

const startProgram = fileURLToPath(new URL('./start-program.js', import.meta.url));

interface Start {
  readonly startMs: number;
  readonly rssBytes: number;
}

/** What the start of the agent takes in a fresh process, and what memory it leaves occupied. */
export function measureStart({ isQuick }: BenchOptions): Section {
  const folder = mkdtempSync(join(memoryFolder(), 'porthole-bench-'));
  try {
    const [without, withAgent]: [Start[], Start[]] = [[], []];
    for (let round = 0; round < (isQuick ? 1 : 15); round++) {
      without.push(runOnce([], folder));
      withAgent.push(runOnce(['agent'], folder));
    }
    const startMs = median(withAgent.map((each) => each.startMs));
    const memory = (starts: readonly Start[]): number => median(starts.map(({ rssBytes }) => rssBytes)) / 2 ** 20;
    return {
      title: `Start of the agent (median of ${without.length} fresh processes)`,
      rows: [
        { case: 'start in ms', value: startMs, promise: '≤ 30', kept: startMs <= 30 ? 'yes' : 'no' },
        { case: 'memory without, MiB', value: memory(without) },
        { case: 'memory with, MiB', value: memory(withAgent) },
        { case: 'memory of the agent, MiB', value: memory(withAgent) - memory(without) },
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runOnce(args: readonly string[], folder: string): Start {
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined, PORTHOLE_DIR: folder };
  return JSON.parse(execFileSync(process.execPath, [startProgram, ...args], { env }).toString()) as Start;
}
