import { availableParallelism } from 'node:os';
import { setInterval } from 'node:timers';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { counter, gauge } from '../index.js';
import { endWithParent } from './end-with-parent.js';

interface Job {
  readonly id: number;
  readonly upTo: number;
}

if (isMainThread) runPool();
else serveJobs();

function runPool(): void {
  const queued = gauge('pool.queued', { unit: 'jobs', help: 'Jobs that no worker has begun' });
  const done = counter('pool.done', { unit: 'jobs', help: 'Jobs finished' });
  const jobs: Job[] = [];
  const idle: Worker[] = [];
  const dispatch = (): void => {
    while (jobs.length > 0 && idle.length > 0) idle.pop()?.postMessage(jobs.shift(), []);
    queued.set(jobs.length);
  };
  for (let index = 0; index < Math.min(4, availableParallelism()); index++) {
    const worker = new Worker(new URL(import.meta.url), { name: `prime-finder-${index}` });
    worker.on('message', () => {
      done.inc();
      idle.push(worker);
      dispatch();
    });
    idle.push(worker);
  }
  let id = 0;
  setInterval(() => {
    for (let burst = Math.random() * 6; burst > 0; burst--) jobs.push({ id: id++, upTo: 20_000 });
    dispatch();
  }, 100);
  endWithParent();
}

function serveJobs(): void {
  const primes = counter('pool.primes', { unit: 'primes', help: 'Primes found by this worker' });
  parentPort?.on('message', ({ id, upTo }: Job) => {
    primes.inc(countPrimes(upTo));
    parentPort?.postMessage(id, []);
  });
}

function countPrimes(upTo: number): number {
  let count = 0;
  for (let candidate = 2; candidate < upTo; candidate++) {
    let divisor = 2;
    while (divisor * divisor <= candidate && candidate % divisor !== 0) divisor++;
    if (divisor * divisor > candidate) count++;
  }
  return count;
}
