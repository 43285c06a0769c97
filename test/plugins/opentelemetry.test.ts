import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { PortholeMetricReader } from '../../src/index.js';
import { readFields, startInspected } from '../support/agent.js';

test('a reader is one for OpenTelemetry’s SDK, and shuts down with it', async () => {
  const provider = new MeterProvider({ readers: [new PortholeMetricReader({ intervalMs: 60_000 })] });
  provider.getMeter('test').createCounter('shut.down').add(1);
  await provider.shutdown();
});

test('the metrics of a MeterProvider are in the stats file', async (t) => {
  const program = await startInspected(t, 'uses-opentelemetry');
  const fields = readFields(program.folder);
  const names = [
    'orders{shop_name="books"}',
    'stock',
    'wait.count',
    'wait.sum',
    'wait.max',
    'wait.bucket{le="10"}',
    'wait.bucket{le="+Inf"}',
  ];
  assert.deepEqual(
    names.map((name) => fields.get(name)?.value),
    [2.5, 40, 2, 105, 100, 1, 2],
  );
  const { kind, help, unit } = fields.get('orders{shop_name="books"}') ?? {};
  assert.deepEqual([kind, help, unit, fields.get('stock')?.kind], ['counter', 'orders taken', '{order}', 'gauge']);
});

test('a reader keeps no program alive and prints nothing', async (t) => {
  const program = await startInspected(t, 'uses-opentelemetry');
  program.child.stdin?.end();
  assert.deepEqual([await program.ended, program.output().stderr], [{ code: 0, signal: null }, '']);
});
