import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { Ewma } from '../../src/agent/ewma.js';
import { fileMemory, memoryOf } from '../../src/agent/field-memory.js';
import { MeterTicker } from '../../src/agent/meter-ticker.js';
import { monotonicMs } from '../../src/agent/own-process.js';
import { Registry } from '../../src/agent/registry.js';
import { StatsFile } from '../../src/agent/stats-file.js';
import { decodeStats, type StatsField } from '../../src/format/stats-decode.js';
import { readFields, startInspected } from '../support/agent.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

const TICK_MS = 5000;

for (const minutes of [1, 5, 15]) {
  test(`the rate over ${minutes} min follows Codahale's formula`, () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1e6), { minLength: 1, maxLength: 50 }), ([first = 0, ...rest]) => {
        const ewma = new Ewma(minutes);
        const alpha = 1 - Math.exp(-5 / 60 / minutes);
        let expected = first / 5;
        assert.equal(ewma.tick(first), expected);
        for (const counted of rest) {
          expected += alpha * (counted / 5 - expected);
          assert.ok(Math.abs(ewma.tick(counted) - expected) <= 1e-9 * Math.max(1, expected));
        }
      }),
    );
  });
}

for (const how of ['memory', 'file'] as const) {
  test(`the meters of a file are ticked through its ${how}, and no other field is touched`, (t) => {
    const file = StatsFile.create(join(temporaryFolder(t), 'own.mmstats'));
    const registry = new Registry();
    registry.publishTo(file);
    file.publish();
    const startMs = monotonicMs();
    const ticker = new MeterTicker(how === 'memory' ? memoryOf(() => file.memory) : fileMemory(file.path), startMs);
    const jobs = registry.meter('jobs');
    registry.counter('after').inc(7);
    assert.equal(meterOf(file).meter?.m1PerS, undefined);

    jobs.mark(50);
    ticker.tickIfDue(startMs + TICK_MS);
    assert.deepEqual([meterOf(file).value, meterOf(file).meter?.m1PerS, meterOf(file).meter?.m15PerS], [50, 10, 10]);

    ticker.tickIfDue(startMs + TICK_MS * 2);
    const expected = 10 * Math.exp(-5 / 60);
    assert.ok(Math.abs((meterOf(file).meter?.m1PerS ?? 0) - expected) < 1e-9);
    assert.ok(Math.abs((meterOf(file).meter?.meanPerS ?? 0) - 5) < 0.1);
    assert.equal(decodeStats(readFileSync(file.path)).fields.find(({ label }) => label === 'after')?.value, 7);
  });
}

test('a meter that is older than the ticker has no rate before its second tick', (t) => {
  const file = StatsFile.create(join(temporaryFolder(t), 'own.mmstats'));
  const registry = new Registry();
  registry.meter('jobs').mark(1e6);
  registry.publishTo(file);
  file.publish();
  const startMs = monotonicMs() + 1000;
  const ticker = new MeterTicker(
    memoryOf(() => file.memory),
    startMs,
  );
  ticker.tickIfDue(startMs + TICK_MS);
  assert.equal(meterOf(file).meter?.m1PerS, 0);
});

test('ticks that were missed are made up for', (t) => {
  const file = StatsFile.create(join(temporaryFolder(t), 'own.mmstats'));
  const registry = new Registry();
  registry.publishTo(file);
  file.publish();
  const startMs = monotonicMs();
  const ticker = new MeterTicker(
    memoryOf(() => file.memory),
    startMs,
  );
  registry.meter('jobs').mark(50);
  ticker.tickIfDue(startMs + TICK_MS * 3);
  assert.ok(Math.abs((meterOf(file).meter?.m1PerS ?? 0) - 10 * Math.exp(-10 / 60)) < 1e-9);
});

for (const flags of [[], ['--no-addons']]) {
  test(`our worker ticks the meters of a program ${flags.join(' ') || 'with a mapped file'}`, async (t) => {
    const program = await startInspected(t, 'marks', { flags });
    const rate = (): unknown => readFields(program.folder).get('marks')?.meter?.m1PerS;
    await until('the first tick', () => rate() !== undefined);
    assert.equal(typeof rate(), 'number');
  });
}

function meterOf(file: StatsFile): StatsField {
  const field = decodeStats(readFileSync(file.path)).fields.find(({ label }) => label === 'jobs');
  assert.ok(field);
  return field;
}
