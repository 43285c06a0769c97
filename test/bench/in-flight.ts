import { threadInFlight } from '../../src/agent/in-flight/in-flight.js';
import { readInFlight } from '../../src/agent/in-flight/read-in-flight.js';
import { SlotPool } from '../../src/agent/in-flight/slot-pool.js';
import { track } from '../../src/index.js';
import { readOwnVersion } from '../../src/own-version.js';
import { describeMachine } from './machine.js';
import { type BenchOptions, median, type Report, type Row } from './report.js';

// What a `track` may note in a second with the line at which it began, and some to spare.
const WITH_LINE = 200;
const REQUEST_LIMIT_NS = 1000;

/** What it costs the application to have something in flight, and our worker to read it. */
export function benchInFlight({ isQuick }: BenchOptions): Promise<Report> {
  const pool = new SlotPool();
  const inFlight = threadInFlight();
  inFlight.open(pool, 0);
  const urls = Array.from({ length: 1000 }, (_, id) => `/orders/${id}?customer=ada${id}`);
  const rounds = isQuick ? 1 : 15;
  const turns = isQuick ? 1000 : 200_000;
  const requestNs = measure(rounds, turns, (turn) => {
    inFlight.end(inFlight.begin(turn, 'http.server', 'GET ', urls[turn % urls.length] ?? ''));
  });
  const withLineNs = measure(1, WITH_LINE, (id) => track('job', { id }, () => id));
  const withoutLineNs = measure(rounds, turns, (id) => track('job', { id }, () => id));
  for (const url of urls) inFlight.begin(0, 'http.server', 'GET ', url);
  const readNs = measure(rounds, 1, () => readInFlight('bench', pool, undefined));
  const rows: readonly Row[] = [
    rowOf('an HTTP request, begin and end', requestNs, REQUEST_LIMIT_NS),
    rowOf('track(kind, detail, fn), the first 200 of a process, with the line', withLineNs),
    rowOf('track(kind, detail, fn), without the line', withoutLineNs),
    rowOf('reading 1,000 operations, on the thread of the agent', readNs),
  ];
  return Promise.resolve({
    benchmark: isQuick ? 'in-flight, quick form: its numbers mean nothing' : 'in-flight',
    machine: describeMachine(),
    versions: { porthole: readOwnVersion(), node: process.version },
    sections: [{ title: `In flight (median of ${rounds} rounds)`, rows }],
    notMeasured: ['the same with the caches cold, as between two real requests'],
  });
}

function rowOf(name: string, ns: number, limitNs?: number): Row {
  const promise = limitNs === undefined ? {} : { promise: `≤ ${limitNs}`, kept: ns <= limitNs ? 'yes' : 'no' };
  return { case: name, ns, ...promise };
}

function measure(rounds: number, turns: number, run: (turn: number) => unknown): number {
  const perTurnNs = Array.from({ length: rounds }, () => {
    const startedMs = performance.now();
    for (let turn = 0; turn < turns; turn++) run(turn);
    return ((performance.now() - startedMs) * 1e6) / turns;
  });
  return median(perTurnNs);
}
