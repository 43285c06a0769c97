import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { SlotPool, type SlotRegion } from '../../src/agent/in-flight/slot-pool.js';
import { fixtureProgram } from '../support/project.js';

function claim(pool: SlotPool, threadId: number): SlotRegion {
  const region = pool.claim(threadId, 0);
  assert.ok(region !== undefined);
  return region;
}

test('what has begun is read with all that was said of it, until it ends', () => {
  const pool = new SlotPool();
  const region = pool.claim(0, 1000);
  const ticket = region?.begin(5, 'query', 'mysql ', 'SELECT “ä”', 'load (/app.js:1:2)') ?? 0;
  const taken = {
    threadId: 0,
    kind: 'query',
    detail: 'mysql SELECT “ä”',
    where: 'load (/app.js:1:2)',
    startedMs: 1005,
  };
  assert.deepEqual(pool.read(), { taken: [taken], unlisted: 0 });
  region?.end(ticket);
  region?.end(ticket);
  assert.deepEqual(pool.read(), { taken: [], unlisted: 0 });
});

test('a ticket is good for one end, whoever has its slot later', () => {
  const pool = new SlotPool();
  const region = claim(pool, 0);
  const first = region.begin(0, 'a', '', '', '');
  region.end(first);
  region.begin(0, 'b', '', '', '');
  region.end(first);
  assert.deepEqual(
    pool.read().taken.map(({ kind }) => kind),
    ['b'],
  );
});

test('long texts are cut', () => {
  const pool = new SlotPool();
  claim(pool, 0).begin(0, 'k'.repeat(1000), 'v'.repeat(1000), 'w'.repeat(1000), 'x'.repeat(1000));
  const [taken] = pool.read().taken;
  assert.deepEqual([taken?.kind.length, taken?.detail.length, taken?.where.length], [32, 332, 120]);
});

test('what finds no slot is counted', () => {
  const pool = new SlotPool();
  const region = claim(pool, 0);
  const tickets = Array.from({ length: 1030 }, () => region.begin(0, 'a', '', '', ''));
  assert.deepEqual([pool.read().taken.length, pool.read().unlisted], [1024, 6]);
  for (const ticket of tickets) region.end(ticket);
  assert.deepEqual(pool.read(), { taken: [], unlisted: 0 });
});

test('threads have regions of their own, and those of ended threads are free again', () => {
  const pool = new SlotPool();
  for (let threadId = 1; threadId <= 32; threadId++) claim(pool, threadId).begin(0, 'a', '', '', '');
  assert.equal(pool.claim(33, 0), undefined);
  pool.release(new Set([4, 9]));
  assert.equal(pool.read().taken.length, 30);
  claim(pool, 33).begin(0, 'b', '', '', '');
  assert.deepEqual(pool.read().taken.find(({ kind }) => kind === 'b')?.threadId, 33);
});

test('a slot is never read half written', async (t) => {
  const pool = new SlotPool();
  const worker = new Worker(fixtureProgram('takes-slots'), { workerData: pool.memory });
  t.after(() => worker.terminate());
  let seen = 0;
  for (const endMs = Date.now() + 20_000; seen < 20_000 && Date.now() < endMs; ) {
    for (const { kind, detail, where, startedMs } of pool.read().taken) {
      seen += 1;
      assert.deepEqual([detail, where, startedMs], [kind, kind, kind.length]);
    }
  }
  assert.ok(seen > 0);
});
