import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readOwnVersion } from '../../src/own-version.js';
import type { DiscoveryTimings } from './discovery-program.js';
import { startFleet } from './fleet.js';
import { describeMachine } from './machine.js';
import { type BenchOptions, median, type Report, type Row } from './report.js';

const program = fileURLToPath(new URL('./discovery-program.js', import.meta.url));
const METRICS = 100;
const SIZES = [10, 100, 1000];

interface Measured {
  readonly files: number;
  readonly fromStartMs: number;
  readonly firstMs: number;
  readonly pollCpuMs: number;
  readonly targets: number;
  readonly fields: number;
}

/** What a first list and each further look at 10, 100 and 1,000 processes with a stats file each cost. */
export async function benchDiscovery(options: BenchOptions): Promise<Report> {
  const measured: Measured[] = [];
  for (const files of options.isQuick ? SIZES.slice(0, 2) : SIZES) measured.push(await measure(files, options));
  return {
    benchmark: options.isQuick ? 'discovery, quick form: its numbers mean nothing' : 'discovery',
    machine: describeMachine(),
    versions: { porthole: readOwnVersion(), node: process.version },
    sections: [
      {
        title: `A machine with so many processes more, a stats file of ${METRICS} metrics each (median of fresh readers)`,
        rows: measured.map((one) => ({
          files: one.files,
          found: one.targets,
          fields: one.fields,
          'first list ms': one.firstMs,
          'from the start of node ms': one.fromStartMs,
          'poll CPU ms': one.pollCpuMs,
          'poll CPU µs a file': (one.pollCpuMs * 1000) / one.files,
        })),
      },
      { title: 'What was promised of discovery', rows: judgeDiscovery(measured) },
    ],
    notMeasured: [
      'Node processes: the processes are real ones of sleep, which have one thread and three descriptors',
      'files that are being written: these stand still, so no value has to be read again',
      'the screen, and the history of samples that it keeps',
    ],
  };
}

async function measure(files: number, { isQuick }: BenchOptions): Promise<Measured> {
  await using fleet = await startFleet(files, METRICS);
  const polls = isQuick ? 2 : 40;
  const runs = Array.from({ length: isQuick ? 1 : 7 }, () => {
    const env = { ...process.env, PORTHOLE_DIR: fleet.folder };
    return JSON.parse(
      execFileSync(process.execPath, [program, String(polls)], { env, encoding: 'utf8' }),
    ) as DiscoveryTimings;
  });
  const medianOf = (pick: (run: DiscoveryTimings) => number): number => median(runs.map(pick));
  return {
    files,
    targets: medianOf(({ targets }) => targets),
    fields: medianOf(({ fields }) => fields),
    fromStartMs: medianOf(({ fromStartMs }) => fromStartMs),
    firstMs: medianOf(({ firstMs }) => firstMs),
    pollCpuMs: medianOf(({ pollCpuMs }) => median(pollCpuMs)),
  };
}

function judgeDiscovery(measured: readonly Measured[]): readonly Row[] {
  const largest = measured.at(-1);
  const before = measured.at(-2);
  if (largest === undefined || before === undefined) return [];
  const times = largest.files / before.files;
  return [
    judgeOne(`first list of ${largest.files} files`, largest.firstMs, '≤ 300 ms', 300),
    judgeOne(`a poll of ${largest.files} files, CPU`, largest.pollCpuMs, '≤ 100 ms', 100),
    judgeOne(`first list, ${times} times the files`, largest.firstMs / before.firstMs, `≤ ${times} ×`, times),
    judgeOne(`a poll, ${times} times the files`, largest.pollCpuMs / before.pollCpuMs, `≤ ${times} ×`, times),
  ];
}

function judgeOne(what: string, value: number, promise: string, most: number): Row {
  return { case: what, measured: value, promise, kept: value <= most ? 'yes' : 'no' };
}
