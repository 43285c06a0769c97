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

/**
 * Reading a fleet's files: first, and again with what is known of them, beside a plain Python reader.
 *
 * Alike are the files of one program that runs many times: they share what is
 * known of them. Unlike are those of as many programs.
 */
export function measureDecoding({ isQuick }: BenchOptions, notMeasured: string[]): readonly [Section, Section] {
  const msOf = new Map<string, number>();
  for (const kind of ['alike', 'unlike'] as const) measureKind(kind, isQuick, msOf);
  if (skipWithoutPython !== false) notMeasured.push(`decoding against Python: ${skipWithoutPython}`);
  const title = `Reading ${FILES} files × ${METRICS} metrics (median of rounds after each other, warm-up among them)`;
  const rows = [...msOf].map(([name, ms]) => ({ case: name, ms, 'µs a file': (ms * 1e3) / FILES }));
  return [
    { title, rows },
    { title: 'What was promised of decoding', rows: judge(PROMISES, msOf) },
  ];
}

const PROMISES = [
  { of: 'porthole first, alike', against: 'Python first, alike', timesFaster: 20 },
  { of: 'porthole first, unlike', against: 'Python first, unlike', timesFaster: 20 },
  { of: 'porthole again, alike', against: 'porthole first, unlike', timesFaster: 5 },
];

function measureKind(kind: 'alike' | 'unlike', isQuick: boolean, msOf: Map<string, number>): void {
  const folder = mkdtempSync(join(memoryFolder(), 'porthole-bench-'));
  const add = (reader: string, output: Buffer): void => {
    const { firstMs, againMs } = JSON.parse(output.toString()) as Timings;
    msOf.set(`${reader} first, ${kind}`, median(firstMs));
    msOf.set(`${reader} again, ${kind}`, median(againMs));
  };
  try {
    for (let index = 0; index < FILES; index++) {
      const prefix = kind === 'alike' ? 'bench' : `bench${index}`;
      writeMetrics(join(folder, `bench-${index}-${index}.mmstats`), METRICS, { prefix });
    }
    add('porthole', execFileSync(process.execPath, [decodeProgram, folder, isQuick ? '2' : '100']));
    if (skipWithoutPython !== false) return;
    add('Python', execFileSync('python3', ['-B', pythonProgram, folder, isQuick ? '1' : '5']));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
