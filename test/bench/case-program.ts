import { accessSync } from 'node:fs';
import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import { BEGIN_MARK, type CaseAnswer, type CaseRequest, END_MARK } from './case-messages.js';
import type { Cases, RunUpdates } from './cases/case.js';

const [, , library = '', name = '', tracedUpdates] = process.argv;
const { CASES } = (await import(`./cases/${library}.js`)) as { CASES: Cases };
const prepare = CASES[name];
if (prepare === undefined) throw new Error(`no case ${library} ${name}`);
const run = prepare();

if (tracedUpdates === undefined) process.on('message', (request: CaseRequest) => void answer(request));
else traceUpdates(Number(tracedUpdates));

async function answer(request: CaseRequest): Promise<void> {
  process.send?.(await perform(request));
}

async function perform(request: CaseRequest): Promise<CaseAnswer> {
  if (request.ask === 'calibrate') return { value: findCount(run, request.roundMs), collections: 0 };
  if (request.ask === 'time') return { value: timeNs(run, request.count) / request.count, collections: 0 };
  return measureAllocation(request.count);
}

function timeNs(updates: RunUpdates, count: number): number {
  const startedNs = process.hrtime.bigint();
  updates(count);
  return Number(process.hrtime.bigint() - startedNs);
}

// It is the warm-up too: the last rounds run optimised.
function findCount(updates: RunUpdates, roundMs: number): number {
  for (let round = 0; round < 20; round++) updates(1000);
  let count = 1000;
  while (timeNs(updates, count) < roundMs * 1e6) count *= 2;
  return count;
}

async function measureAllocation(count: number): Promise<CaseAnswer> {
  // A collection between two looks hides what was allocated: short chunks, of which few meet one.
  const chunk = 500;
  const emptyBytes = growthBytes(() => undefined, 0, 200);
  const bytes = growthBytes(run, chunk, Math.ceil(count / chunk / 10));
  const collections = await countCollections(() => run(count));
  return { value: Math.max(0, bytes - emptyBytes) / chunk, collections };
}

async function countCollections(work: () => void): Promise<number> {
  await setImmediate();
  let collections = 0;
  const observer = new PerformanceObserver((list) => {
    collections += list.getEntries().length;
  });
  observer.observe({ entryTypes: ['gc'] });
  work();
  // The engine hands its entries over in the next turn.
  await setImmediate();
  collections += observer.takeRecords().length;
  observer.disconnect();
  return collections;
}

/** By how much the heap grows on average in one chunk of updates. */
function growthBytes(updates: RunUpdates, chunk: number, chunks: number): number {
  let [sumBytes, counted] = [0, 0];
  for (let index = 0; index < chunks; index++) {
    const beforeBytes = getHeapStatistics().used_heap_size;
    updates(chunk);
    const grownBytes = getHeapStatistics().used_heap_size - beforeBytes;
    if (grownBytes < 0) continue;
    sumBytes += grownBytes;
    counted++;
  }
  return counted === 0 ? Number.NaN : sumBytes / counted;
}

/** Between two system calls that a tracer can tell from all others. */
function traceUpdates(count: number): void {
  findCount(run, 50);
  mark(BEGIN_MARK);
  run(count);
  mark(END_MARK);
}

function mark(path: string): void {
  try {
    accessSync(path);
  } catch {
    // There is no such file: the call is what counts.
  }
}
