import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readOwnVersion } from '../../src/own-version.js';
import type { FleetAnswer } from './fleet-program.js';
import { judge } from './judge.js';
import { describeMachine, readPackageVersion } from './machine.js';
import { memoryFolder } from './memory-folder.js';
import { type BenchOptions, median, type Report, type Row } from './report.js';
import { startPrograms, startServe } from './served-fleet.js';

const SETTLE_MS = 15_000;
const OURS = 'porthole serve, /metrics';
const THEIRS = 'prom-client, cluster aggregation';

interface Scrapes {
  readonly ours: readonly FleetAnswer[];
  readonly theirs: readonly FleetAnswer[];
}

/** What a scrape of a whole fleet costs: by reading its files, and by asking each of its processes. */
export async function benchPrometheus({ isQuick }: BenchOptions): Promise<Report> {
  const [processes, metrics, warmUps, rounds] = isQuick ? [2, 5, 0, 2] : [100, 100, 10, 30];
  const { ours, theirs } = await scrapeFleet(processes, metrics, {
    warmUps,
    rounds,
    settleMs: isQuick ? 0 : SETTLE_MS,
  });
  const rows = [rowOf(OURS, ours), rowOf(THEIRS, theirs)];
  const times = new Map([
    [OURS, medianMs(ours)],
    [THEIRS, medianMs(theirs)],
  ]);
  return {
    benchmark: isQuick ? 'prometheus, quick form: its numbers mean nothing' : 'prometheus',
    machine: describeMachine(),
    versions: {
      porthole: readOwnVersion(),
      node: process.version,
      'prom-client': readPackageVersion('prom-client') ?? '',
    },
    sections: [
      { title: `Scrape of ${processes} processes × ${metrics} metrics (median of ${rounds})`, rows },
      { title: 'Promise', rows: judge([{ of: OURS, against: THEIRS }], times) },
    ],
    notMeasured: [
      'what is equal: porthole answers with a series for each process, and with the runtime metrics of each; prom-client with sums of its own metrics alone',
      'the CPU that the answers cost the processes of the fleet: porthole asks them nothing',
    ],
  };
}

async function scrapeFleet(
  processes: number,
  metrics: number,
  { warmUps, rounds, settleMs }: { readonly warmUps: number; readonly rounds: number; readonly settleMs: number },
): Promise<Scrapes> {
  const folder = mkdtempSync(join(memoryFolder(), 'porthole-bench-'));
  const fleet = startPrograms(folder, processes, metrics);
  try {
    await once(fleet, 'message');
    // The start of so many processes keeps the machine busy for a while after they say that they are there.
    await wait(settleMs);
    const all = await scrapeInTurns(folder, fleet, warmUps + rounds);
    return { ours: all.ours.slice(warmUps), theirs: all.theirs.slice(warmUps) };
  } finally {
    const ended = once(fleet, 'exit');
    if (fleet.connected) fleet.disconnect();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

async function scrapeInTurns(folder: string, fleet: ChildProcess, rounds: number): Promise<Scrapes> {
  const { url, stop } = await startServe(folder);
  const [ours, theirs]: [FleetAnswer[], FleetAnswer[]] = [[], []];
  try {
    for (let round = 0; round < rounds; round++) {
      ours.push(await scrape(`${url}metrics`));
      fleet.send('ask');
      const [answer] = (await once(fleet, 'message')) as [FleetAnswer];
      theirs.push(answer);
    }
    return { ours, theirs };
  } finally {
    await stop();
  }
}

function rowOf(name: string, answers: readonly FleetAnswer[]): Row {
  const slowestMs = Math.max(...answers.map(({ ms }) => ms));
  const [first] = answers;
  return {
    case: name,
    'ms a scrape': medianMs(answers),
    'slowest ms': slowestMs,
    'KiB a scrape': (first?.bytes ?? 0) / 1024,
  };
}

function medianMs(answers: readonly FleetAnswer[]): number {
  return median(answers.map(({ ms }) => ms));
}

async function scrape(url: string): Promise<FleetAnswer> {
  const startedNs = process.hrtime.bigint();
  const bytes = (await (await fetch(url)).arrayBuffer()).byteLength;
  return { ms: Number(process.hrtime.bigint() - startedNs) / 1e6, bytes };
}
