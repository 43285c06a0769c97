import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectFolder } from '../support/project.js';
import { skipWithoutPython } from '../support/python.js';
import { judge } from './judge.js';
import { memoryFolder } from './memory-folder.js';
import { type BenchOptions, median, type Section } from './report.js';
import { writeMetrics } from './write-metrics.js';

const FILES = 100;
const METRICS = 50;
const decodeProgram = fileURLToPath(new URL('./decode-program.js', import.meta.url));
const pythonProgram = join(projectFolder, 'test/interop/decode_program.py');

interface Timings {
  readonly firstMs: readonly number[];
  readonly againMs: readonly number[];
}

/** Reading a fleet's files: first, again with what is known of them, and by a plain Python reader. */
export function measureDecoding({ isQuick }: BenchOptions, notMeasured: string[]): readonly [Section, Section] {
  const folder = mkdtempSync(join(memoryFolder(), 'porthole-bench-'));
  try {
    for (let index = 0; index < FILES; index++) writeMetrics(join(folder, `bench-${index}-${index}.mmstats`), METRICS);
    const msOf = new Map<string, number>();
    const rounds = String(isQuick ? 2 : 50);
    addTimings(msOf, 'porthole', execFileSync(process.execPath, [decodeProgram, folder, rounds]));
    if (skipWithoutPython === false) {
      addTimings(msOf, 'Python', execFileSync('python3', ['-B', pythonProgram, folder, isQuick ? '1' : '5']));
    } else {
      notMeasured.push(`decoding against Python: ${skipWithoutPython}`);
    }
    const title = `Decoding ${FILES} files × ${METRICS} metrics (median of rounds after each other, warm-up among them)`;
    const rows = [...msOf].map(([name, ms]) => ({ case: name, ms, 'µs a file': (ms * 1e3) / FILES }));
    return [
      { title, rows },
      { title: 'What was promised of decoding', rows: judge(PROMISES, msOf) },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const PROMISES = [
  { of: 'porthole first', against: 'Python first', timesFaster: 20 },
  { of: 'porthole again', against: 'porthole first', timesFaster: 5 },
];

function addTimings(msOf: Map<string, number>, reader: string, output: Buffer): void {
  const { firstMs, againMs } = JSON.parse(output.toString()) as Timings;
  msOf.set(`${reader} first`, median(firstMs));
  msOf.set(`${reader} again`, median(againMs));
}
