import assert from 'node:assert/strict';
import { lstatSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openSharedMemoryMapping } from '../../src/agent/mapping/shared-memory-mapping.js';
import { StatsFile } from '../../src/agent/stats-file.js';
import type { MetricMeta } from '../../src/format/metric-meta.js';
import { decodeStats } from '../../src/format/stats-decode.js';
import { temporaryFolder } from '../support/temporary-folder.js';

function metaOf(name: string): MetricMeta {
  return { name, kind: 'counter', unit: 'things', help: 'h'.repeat(100) };
}

test('a file is for its owner only, and replaces what stands in its place', (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, 'own.mmstats');
  writeFileSync(join(folder, 'victim'), 'untouched');
  symlinkSync(join(folder, 'victim'), path);
  StatsFile.create(path).publish();
  assert.ok(lstatSync(path).isFile());
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.equal(readFileSync(join(folder, 'victim'), 'utf8'), 'untouched');
});

test('a file has no version until it is published', (t) => {
  const path = join(temporaryFolder(t), 'own.mmstats');
  const file = StatsFile.create(path);
  assert.match(decodeStats(readFileSync(path)).brokenReason ?? '', /version 0/);
  file.publish();
  assert.equal(decodeStats(readFileSync(path)).brokenReason, undefined);
});

test('a file that doubles several times keeps every field, its metadata, and the slots given out before', (t) => {
  const path = join(temporaryFolder(t), 'own.mmstats');
  const file = StatsFile.create(path);
  file.publish();
  const slots = Array.from({ length: 5000 }, (_, index) => {
    const slot = file.add(metaOf(`metric.${index}`), 'Q', new Uint8Array(8));
    const { brokenReason } = index % 500 === 0 ? decodeStats(readFileSync(path)) : { brokenReason: undefined };
    assert.equal(brokenReason, undefined);
    return slot;
  });
  slots.forEach((slot, index) => {
    if (slot !== undefined) new BigUint64Array(slot.buffer, slot.offset, 1)[0] = BigInt(index);
  });
  assert.ok(statSync(path).size >= 1024 * 1024);
  assert.deepEqual(
    decodeStats(readFileSync(path)).fields,
    slots.map((_, index) => ({
      label: `metric.${index}`,
      value: index,
      type: 'Q',
      kind: 'counter',
      unit: 'things',
      help: 'h'.repeat(100),
    })),
  );
});

test('a file stops growing at 64 MiB and stays whole', (t) => {
  const path = join(temporaryFolder(t), 'own.mmstats');
  const file = StatsFile.create(path);
  file.publish();
  let count = 0;
  while (file.add(metaOf(`metric.${count}`), '4096s', new Uint8Array(8)) !== undefined) count++;
  assert.equal(statSync(path).size, 64 * 1024 * 1024);
  assert.equal(decodeStats(readFileSync(path)).fields.length, count);
});

test('a file whose name was taken away does not grow into another', (t) => {
  const path = join(temporaryFolder(t), 'own.mmstats');
  const file = StatsFile.create(path);
  StatsFile.create(path);
  let count = 0;
  while (file.add(metaOf(`metric.${count}`), 'Q', new Uint8Array(8)) !== undefined) count++;
  assert.equal(statSync(path).size, 64 * 1024);
});

test('memory that cannot be mapped can grow and be copied to its file', (t) => {
  const path = join(temporaryFolder(t), 'own.mmstats');
  const mapping = openSharedMemoryMapping(path, 4096, 65536);
  mapping.grow(8192);
  assert.equal(mapping.buffer.byteLength, 8192);
  assert.equal(mapping.copied?.file.path, path);
});
