import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Poller } from '../../src/source/poll.js';
import { everything } from '../../src/source/select.js';
import { agentFields, writeStatsFile } from '../support/stats-file.js';
import { temporaryFolder } from '../support/temporary-folder.js';

test('samples come at once and then at each interval, until they are ended', async (t) => {
  const poller = new Poller(everything([temporaryFolder(t)]));
  const end = new AbortController();
  const times: number[] = [];
  for await (const { atMs } of poller.samples({ intervalMs: 20, signal: end.signal })) {
    times.push(atMs);
    if (times.length === 4) end.abort();
  }
  assert.equal(times.length, 4);
  const spanMs = (times[3] ?? 0) - (times[0] ?? 0);
  assert.ok(spanMs > 55, `${spanMs} ms`);
});

test('a consumer that is slow gets fewer samples, each of its own moment', async (t) => {
  const poller = new Poller(everything([temporaryFolder(t)]));
  const times: number[] = [];
  for await (const { atMs } of poller.samples({ intervalMs: 20 })) {
    times.push(atMs);
    if (times.length === 3) break;
    const busyUntil = process.hrtime.bigint() + 50_000_000n;
    while (process.hrtime.bigint() < busyUntil);
  }
  assert.ok((times[1] ?? 0) - (times[0] ?? 0) > 55);
});

test('samples that were ended before they began do not come', async (t) => {
  const poller = new Poller(everything([temporaryFolder(t)]));
  for await (const sample of poller.samples({ intervalMs: 20, signal: AbortSignal.abort() }))
    assert.fail(`a sample at ${sample.atMs}`);
});

test('a process that appears, and one whose files are removed, are in and out of the next sample', (t) => {
  const folder = temporaryFolder(t);
  const poller = new Poller(everything([folder]));
  assert.deepEqual(poller.poll().targets, []);
  const path = writeStatsFile(folder, `app-${process.pid}-${process.pid}.mmstats`, agentFields({ name: 'shop' }));
  assert.equal(poller.poll().targets[0]?.name, 'shop');
  rmSync(path);
  assert.deepEqual(poller.poll().targets, []);
});

test('a folder that comes later is searched when it is there', (t) => {
  const folder = join(temporaryFolder(t), 'later');
  const poller = new Poller(everything([folder]));
  assert.equal(poller.poll().searched[0]?.outcome, 'absent');
  mkdirSync(folder);
  assert.equal(poller.poll().searched[0]?.outcome, 'read');
});
