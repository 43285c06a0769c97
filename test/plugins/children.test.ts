import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFields, startInspected } from '../support/agent.js';
import { until } from '../support/until.js';

test('child processes are counted: those that run, that were started, and that could not be', async (t) => {
  const program = await startInspected(t, 'has-children');
  const read = (): unknown[] =>
    ['child.processes', 'child.processes.started', 'child.processes.failed'].map(
      (name) => readFields(program.folder).get(name)?.value,
    );
  await until('they are counted', () => read()[0] !== undefined);
  assert.deepEqual(read(), [1, 1, 1]);
  program.child.stdin?.write('end\n');
  await program.line('ENDED');
  await until('none runs', () => read()[0] === 0);
  assert.deepEqual(read(), [0, 1, 1]);
});

test('questions to the DNS are timed', async (t) => {
  const program = await startInspected(t, 'has-children');
  const field = await until('it is told', () => readFields(program.folder).get('dns.duration{kind="lookup"}'));
  assert.deepEqual([field.value, field.unit], [1, 'ms']);
});

test('the sockets of a program are counted by side', async (t) => {
  const program = await startInspected(t, 'talks-http');
  program.child.stdin?.write('get /200\n');
  await program.line('DONE');
  const fields = readFields(program.folder);
  assert.deepEqual(
    ['client', 'server'].map((side) => fields.get(`net.sockets{side="${side}"}`)?.value),
    [1, 1],
  );
});
