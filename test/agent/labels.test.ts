import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import fc from 'fast-check';
import { threadRegistry } from '../../src/agent/registry.js';
import { AGENT_FIELDS } from '../../src/format/agent-fields.js';
import { formatLabelledName } from '../../src/format/label-set.js';
import { counter, gauge } from '../../src/index.js';
import { parseMetricName } from '../../src/model/metric-pattern.js';

const labelName = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/).filter((name) => name !== '__proto__');
const labelSet = fc.dictionary(
  labelName,
  fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0')),
  {
    maxKeys: 5,
    noNullPrototype: true,
  },
);

test('labels are read back from the name, whatever is in their values', () => {
  fc.assert(
    fc.property(labelSet, (labels) => {
      const read = parseMetricName(formatLabelledName('http.requests', labels));
      assert.equal(read.name, 'http.requests');
      assert.deepEqual(new Map(read.labels), new Map(Object.entries(labels)));
    }),
  );
});

test('a label set has one form, sorted and escaped', () => {
  const labels = { status: 200, method: 'G"E\\T\n' };
  assert.equal(formatLabelledName('requests', labels), 'requests{method="G\\"E\\\\T\\n",status="200"}');
});

test('one label set is one child, in whatever order and type it is asked for', () => {
  const requests = counter('labelled');
  const child = requests.labels({ method: 'GET', status: 200 });
  assert.equal(requests.labels({ method: 'GET', status: 200 }), child);
  assert.equal(requests.labels({ status: '200', method: 'GET' }), child);
  assert.equal(requests.labels({ method: 'GET' }).labels({ status: '200' }), child);
  assert.equal(counter('labelled', { labels: { method: 'GET', status: '200' } }), child);
  assert.notEqual(requests.labels({ method: 'PUT', status: 200 }), child);
});

test('a name with labels has no updates of its own', () => {
  const dropped = threadRegistry().counter(AGENT_FIELDS.dropped);
  const before = dropped.value;
  const jobs = counter('only.children', { labelNames: ['queue'] });
  jobs.inc();
  jobs.labels({ queue: 'mail' }).inc();
  assert.deepEqual([jobs.value, jobs.labels({ queue: 'mail' }).value, dropped.value - before], [0, 1, 1]);
});

test('more label sets than the limit are counted as dropped, and said once', async () => {
  const dropped = threadRegistry().counter(AGENT_FIELDS.dropped);
  const before = dropped.value;
  const warnings: Error[] = [];
  process.on('warning', (warning) => warnings.push(warning));
  const warned = once(process, 'warning');
  const users = counter('users', { maxChildren: 10 });
  for (let id = 0; id < 30; id++) users.labels({ id }).inc();
  await warned;
  assert.equal(users.labels({ id: 9 }).value, 1);
  assert.equal(users.labels({ id: 10 }).value, 0);
  assert.equal(dropped.value - before, 20);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0]?.message ?? '', /"users" has 10 label sets/);
});

test('a label value that is none is a child whose updates are dropped', () => {
  const dropped = threadRegistry().counter(AGENT_FIELDS.dropped);
  const before = dropped.value;
  const routes: { labels(labels: unknown): { inc(): void } } = counter('routes');
  for (const route of [undefined, null, Object.create(null), Symbol('route'), 'x'.repeat(2000)])
    routes.labels({ route }).inc();
  assert.equal(dropped.value - before, 5);
});

for (const name of ['', 'two words', '1st', 'a-b', 'a.b', 'quote"']) {
  test(`the label name ${JSON.stringify(name)} is refused`, () => {
    assert.throws(() => counter('refuses').labels({ [name]: 'x' }), { code: 'invalid-name' });
    assert.throws(() => counter('refuses.too', { labels: { [name]: 'x' } }), { code: 'invalid-name' });
  });
}

test('labels that are no object are refused', () => {
  const refusing: { labels(labels: unknown): unknown } = gauge('refuses.gauge');
  for (const labels of [undefined, null, 'method'])
    assert.throws(() => refusing.labels(labels), { code: 'invalid-name' });
});
