import { messageOf } from '../../src/errors.js';
import type { CaseAnswer, CaseRequest } from './case-messages.js';
import { CaseProcess } from './case-process.js';
import { judge } from './judge.js';
import { readPackageVersion } from './machine.js';
import { type BenchOptions, type Row, type Section } from './report.js';
import { countSystemCalls, skipWithoutStrace } from './system-calls.js';
import { PROMISES, titleOf, UPDATE_CASES, type UpdateCase } from './update-cases.js';

interface Measured {
  readonly title: string;
  readonly ns: number;
  readonly bytes: number;
  readonly collections: number;
  readonly systemCalls: number | undefined;
}

/** The price of an update in each library, and what follows for our promises. */
export async function measureUpdates(
  options: BenchOptions,
  notMeasured: string[],
): Promise<readonly [Section, Section]> {
  const cases = UPDATE_CASES.filter(({ peer }) => peer === undefined || readPackageVersion(peer) !== undefined);
  const absent = new Set(UPDATE_CASES.filter((each) => !cases.includes(each)).map(({ peer }) => peer));
  for (const peer of absent) notMeasured.push(`${peer}: it is not installed`);
  const strace = skipWithoutStrace ?? (options.isQuick ? 'left out of the quick form' : undefined);
  if (strace !== undefined) notMeasured.push(`system calls of updates: ${strace}`);
  const measured = await measureCases(cases, options, strace === undefined);
  return [
    {
      title: 'One update (best of interleaved rounds: what disturbs can only add; each case in a process of its own)',
      rows: measured.map(rowOf),
    },
    {
      title: 'What was promised of updates',
      rows: judge(PROMISES, new Map(measured.map(({ title, ns }) => [title, ns]))),
    },
  ];
}

interface Running {
  readonly each: UpdateCase;
  readonly child: CaseProcess;
  readonly roundsNs: number[];
}

async function measureCases(
  cases: readonly UpdateCase[],
  options: BenchOptions,
  hasStrace: boolean,
): Promise<readonly Measured[]> {
  const running = cases.map((each) => ({ each, child: new CaseProcess(each.library, each.name), roundsNs: [] }));
  try {
    await timeRounds(running, options);
    const measured = [];
    for (const one of running) measured.push(await describe(one, options.isQuick ? 10_000 : 10_000_000, hasStrace));
    return measured;
  } finally {
    for (const { child } of running) child.close();
  }
}

async function timeRounds(running: readonly Running[], { isQuick }: BenchOptions): Promise<void> {
  const counts = new Map<Running, number>();
  for (const one of running) {
    counts.set(one, (await ask(one, { ask: 'calibrate', roundMs: isQuick ? 1 : 50 })).value);
  }
  for (let round = 0; round < (isQuick ? 2 : 15); round++) {
    for (const [one, count] of counts) one.roundsNs.push((await ask(one, { ask: 'time', count })).value);
  }
}

async function describe(one: Running, updates: number, hasStrace: boolean): Promise<Measured> {
  const { value, collections } = await ask(one, { ask: 'allocate', count: updates });
  const systemCalls = hasStrace ? countSystemCalls(one.each, updates) : undefined;
  return { title: titleOf(one.each), ns: Math.min(...one.roundsNs), bytes: value, collections, systemCalls };
}

async function ask({ each, child }: Running, request: CaseRequest): Promise<CaseAnswer> {
  return child.request(request).catch((error: unknown) => {
    throw new Error(`${titleOf(each)}: ${messageOf(error)}`, { cause: error });
  });
}

function rowOf({ title, ns, bytes, collections, systemCalls }: Measured): Row {
  return {
    case: title,
    ns,
    'bytes allocated': bytes,
    'collections in 10⁷': collections,
    'system calls in 10⁷': systemCalls,
  };
}
