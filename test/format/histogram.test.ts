import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { Registry } from '../../src/agent/registry.js';
import { StatsFile } from '../../src/agent/stats-file.js';
import { lowerBoundOf, positionOf, TIMER_BOUNDS } from '../../src/format/histogram-buckets.js';
import { decodeMeta } from '../../src/format/metric-meta.js';
import { decodeStats, type StatsField } from '../../src/format/stats-decode.js';
import { decodeLayout } from '../../src/format/stats-layout.js';
import { observed } from '../support/observed.js';
import { temporaryFolder } from '../support/temporary-folder.js';

test('a number lies between the borders of its bucket, which is 1/64 of the lower one wide at most', () => {
  fc.assert(
    fc.property(fc.double({ min: 2 ** -1000, max: 2 ** 1000, noNaN: true }), (value) => {
      const [lower, upper] = [lowerBoundOf(positionOf(value)), lowerBoundOf(positionOf(value) + 1)];
      assert.ok(lower <= value && value < upper && upper - lower <= lower / 64);
    }),
  );
});

test('what a program observed before and after its file was made is in the file, through growth', (t) => {
  const file = StatsFile.create(join(temporaryFolder(t), 'own.mmstats'));
  const registry = new Registry();
  const latency = registry.timer('latency', { help: 'how long' });
  for (const value of [1, 2, 3]) latency.observe(value);
  registry.publishTo(file);
  file.publish();
  latency.observe(4);
  const kept = Array.from({ length: 300 }, (_, id) => latency.labels({ id }));
  for (const child of kept) child.observe(5);
  latency.observe(0);
  latency.observe(1e12);
  const fields = fieldsOf(file);
  assert.deepEqual(fields.get('latency'), {
    label: 'latency',
    value: 6,
    type: 'Q',
    kind: 'timer',
    unit: 'ms',
    help: 'how long',
    histogram: observed([1, 2, 3, 4, 0, 1e12], TIMER_BOUNDS),
  });
  assert.equal(fields.get('latency{id="299"}')?.histogram?.sum, 5);
});

test('the first element of a histogram and of a meter is the count, on 8 bytes, for readers that know no more', (t) => {
  const file = StatsFile.create(join(temporaryFolder(t), 'own.mmstats'));
  const registry = new Registry();
  registry.publishTo(file);
  file.publish();
  registry.flag('is.ready').set(true);
  for (let count = 0; count < 42; count++) registry.histogram('sizes').observe(count);
  registry.meter('jobs').mark(42);
  const bytes = readFileSync(file.path);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (const { label, bufferOffset, end } of decodeLayout(bytes).fields) {
    assert.deepEqual([(bufferOffset + 1) % 8, end % 8], [0, 0]);
    if (label === 'sizes' || label === 'jobs') assert.equal(view.getBigUint64(bufferOffset + 1, true), 42n);
    if (label === 'is.ready') assert.equal(view.getUint8(bufferOffset + 1), 1);
  }
});

test('a kind that a later writer has leaves the unit and the type of its field', () => {
  const meta = decodeMeta('{"name":"a","kind":"sketch","unit":"ms","help":"new"}\n').get('a');
  assert.deepEqual(meta, { name: 'a', kind: undefined, unit: 'ms', help: 'new' });
});

for (const bounds of ['{"min":0,"max":1}', '{"min":3,"max":8}', '{"min":8,"max":8}', '[1,2]', '"1-2"', '{"min":"1"}']) {
  test(`bounds that cannot be are no bounds: ${bounds}`, () => {
    assert.equal(decodeMeta(`{"name":"a","kind":"histogram","bounds":${bounds}}\n`).get('a')?.bounds, undefined);
  });
}

function fieldsOf(file: StatsFile): ReadonlyMap<string, StatsField> {
  const { fields, brokenReason } = decodeStats(readFileSync(file.path));
  assert.equal(brokenReason, undefined);
  return new Map(fields.map((field) => [field.label, field]));
}
