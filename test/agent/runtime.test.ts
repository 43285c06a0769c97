import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { AGENT_FIELDS } from '../../src/format/agent-fields.js';
import { readAllFields, readFields, startInspected } from '../support/agent.js';
import { until } from '../support/until.js';

const skipWithoutProc = process.platform === 'linux' ? false : 'there is no /proc';

test('heap, memory, CPU time and what the kernel counts are there at once', async (t) => {
  const program = await startInspected(t, 'idle');
  const fields = readFields(program.folder);
  for (const name of [
    'nodejs.heap.size.used',
    'nodejs.heap.space.size.used{space="new"}',
    'nodejs.heap.space.size.total{space="old"}',
    'nodejs.external.memory',
    'process.resident.memory',
    'process.resident.memory.max',
    'process.cpu.user',
    'process.page.faults.minor',
  ]) {
    assert.ok(Number(fields.get(name)?.value) > 0, name);
  }
  assert.equal(fields.get('process.context.switches.involuntary')?.kind, 'counter');
});

test('every statistic of the event loop’s delay follows within seconds, in order', async (t) => {
  const program = await startInspected(t, 'idle');
  await until('the first second', () => readFields(program.folder).has(AGENT_FIELDS.eventLoopUtilization));
  const fields = readFields(program.folder);
  const [min, p50, p90, p99, max] = ['min', 'p50', 'p90', 'p99', 'max'].map((statistic) =>
    Number(fields.get(`nodejs.eventloop.lag.${statistic}`)?.value),
  );
  assert.deepEqual(
    [min, p50, p90, p99, max],
    [min, p50, p90, p99, max].toSorted((a = 0, b = 0) => a - b),
  );
  assert.ok(Number(fields.get('nodejs.eventloop.lag.stddev')?.value) >= 0);
});

test('open files and threads are those that the kernel knows', { skip: skipWithoutProc }, async (t) => {
  const program = await startInspected(t, 'idle');
  await until('the same numbers', () => {
    const fields = readFields(program.folder);
    return (
      fields.get('process.open.fds')?.value === readdirSync(`/proc/${program.pid}/fd`).length &&
      fields.get('process.threads')?.value === readdirSync(`/proc/${program.pid}/task`).length
    );
  });
  assert.ok(Number(readFields(program.folder).get('process.max.fds')?.value) > 0);
});

test('what keeps the event loop alive is told by type', async (t) => {
  const program = await startInspected(t, 'idle');
  await until('its timer, its pipes and no request are told', () => {
    const fields = readFields(program.folder);
    const numberOf = (name: string): number => Number(fields.get(name)?.value);
    return (
      fields.has('nodejs.active.resources{type="PipeWrap"}') &&
      numberOf('nodejs.active.resources{type="Timeout"}') >= 1 &&
      numberOf('nodejs.active.handles.total') >= 1 &&
      numberOf('nodejs.active.requests.total') === 0
    );
  });
});

test('a thread has its own CPU time, and nothing of the process', { skip: skipWithoutProc }, async (t) => {
  const program = await startInspected(t, 'has-threads');
  const files = readAllFields(program.folder);
  assert.ok(files.every((file) => file.has('nodejs.thread.cpu') && file.has('nodejs.heap.size.used')));
  assert.equal(files.filter((file) => file.has('process.resident.memory')).length, 1);
});
