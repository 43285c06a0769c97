import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Fields, readFields, startInspected } from '../support/agent.js';
import { until } from '../support/until.js';

test('the metrics that a program has in prom-client are in its stats file', async (t) => {
  const program = await startInspected(t, 'uses-prom-client');
  const names = [
    'jobs_total{queue="mail"}',
    'level',
    'wait_seconds_bucket{le="0.1"}',
    'wait_seconds_bucket{le="1"}',
    'wait_seconds_bucket{le="+Inf"}',
    'wait_seconds_sum',
    'wait_seconds_count',
    'size_bytes{quantile="0.5"}',
    'size_bytes_sum',
  ];
  const fields = await until('they are copied', () => {
    const found = copied(program.folder);
    return found && names.every((name) => found.has(name)) && found;
  });
  assert.deepEqual(
    names.map((name) => fields.get(name)?.value),
    [2.5, 1, 0, 1, 1, 0.5, 1, 7, 7],
  );
  const { kind, help } = fields.get('jobs_total{queue="mail"}') ?? {};
  assert.deepEqual([kind, help, fields.get('level')?.kind], ['counter', 'jobs done', 'gauge']);
});

test('a metric that cannot be read harms neither the program nor the other metrics', async (t) => {
  const program = await startInspected(t, 'uses-prom-client');
  const fields = await until('they are copied', () => copied(program.folder));
  assert.equal(fields.has('broken'), false);
  assert.equal(fields.get('porthole.dropped')?.value, 1);
  program.child.stdin?.end();
  assert.deepEqual([await program.ended, program.output().stderr], [{ code: 0, signal: null }, '']);
});

test('the runtime metrics of prom-client, some of which are reset by reading, are left to its own reader', async (t) => {
  const program = await startInspected(t, 'uses-prom-client');
  const fields = await until('they are copied', () => copied(program.folder));
  assert.deepEqual(
    [...fields.keys()].filter((name) => name.startsWith('nodejs_eventloop')),
    [],
  );
});

test('of 3,000 series 2,000 are copied and the others counted as dropped', async (t) => {
  const program = await startInspected(t, 'uses-prom-client', { args: ['3000'] });
  await until('some are dropped', () => Number(readFields(program.folder).get('porthole.dropped')?.value) >= 1000);
  const names = [...readFields(program.folder).keys()].filter((name) => name.startsWith('many'));
  assert.ok(names.length > 1900 && names.length < 2000);
  assert.equal(program.output().stderr, '');
});

function copied(folder: string): Fields | false {
  const fields = readFields(folder);
  // Each is read in a turn of its own, and the file while that goes on.
  const names = ['jobs_total{queue="mail"}', 'level', 'wait_seconds_count', 'size_bytes_count'];
  return names.every((name) => fields.has(name)) && Number(fields.get('porthole.dropped')?.value) > 0 && fields;
}
