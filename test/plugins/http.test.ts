import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Fields, type Inspected, readFields, startInspected } from '../support/agent.js';
import { until } from '../support/until.js';

test('requests of a server are counted and timed by method and status class', async (t) => {
  const program = await startTalking(t, ['get /200', 'get /204', 'get /404']);
  const fields = readFields(program.folder);
  assert.deepEqual(
    [
      fields.get('http.server.requests')?.value,
      fields.get('http.server.requests.active')?.value,
      fields.get('http.server.request.duration{method="GET",status="2xx"}')?.value,
      fields.get('http.server.request.duration{method="GET",status="4xx"}')?.value,
    ],
    [3, 0, 2, 1],
  );
  assert.equal(fields.get('http.server.request.duration{method="GET",status="2xx"}')?.unit, 'ms');
});

test('a request whose client went away, or whose socket was destroyed, is aborted and not in flight', async (t) => {
  const program = await startTalking(t, ['get /broken', 'get /stuck']);
  await until('one is stuck', () => activeOf(program, 'http.server') === 1);
  await order(program, 'close');
  await until('both are told', () => readFields(program.folder).get('http.server.requests.aborted')?.value === 2);
  assert.equal(activeOf(program, 'http.server'), 0);
});

test('requests through node:http are counted as a client’s, those that fail too', async (t) => {
  const program = await startTalking(t, ['get /200', 'get /broken']);
  const fields = readFields(program.folder);
  assert.deepEqual(clientOf(fields, 'http.client'), { requests: 2, errors: 1, active: 0, answered: 1 });
  assert.equal(fields.has('fetch.requests'), false);
});

test('requests through fetch are counted, those that fail too', async (t) => {
  const program = await startTalking(t, ['fetch /200', 'fetch /broken']);
  const fields = readFields(program.folder);
  assert.deepEqual(clientOf(fields, 'fetch'), { requests: 2, errors: 1, active: 0, answered: 1 });
  assert.equal(fields.has('http.client.requests'), false);
});

test('a program is told to measure nothing without code, or only some of it', async (t) => {
  const none = await startTalking(t, ['get /200', 'fetch /200'], { PORTHOLE_PLUGINS: 'none' });
  const some = await startTalking(t, ['get /200', 'fetch /200'], { PORTHOLE_PLUGINS: 'fetch, dns' });
  const measured = [none, some].map(({ folder }) =>
    ['http.server.requests', 'http.client.requests', 'fetch.requests'].map((name) => readFields(folder).has(name)),
  );
  assert.deepEqual(measured, [
    [false, false, false],
    [false, false, true],
  ]);
});

test('a plug-in that there is not gives one warning with those that there are', async (t) => {
  const program = await startInspected(t, 'idle', { env: { PORTHOLE_PLUGINS: 'http,nonsense' } });
  program.child.stdin?.end();
  await program.ended;
  assert.match(program.output().stderr, /no plug-in is called nonsense; there are http, fetch, .*, or none/);
});

test('what is measured prints nothing and keeps no program alive', async (t) => {
  const program = await startTalking(t, ['get /200', 'fetch /200', 'get /broken']);
  program.child.stdin?.end();
  assert.deepEqual(await program.ended, { code: 0, signal: null });
  assert.equal(program.output().stderr, '');
  assert.equal(program.output().stdout.replaceAll(/^(READY|DONE .*)\n/gm, ''), '');
});

async function startTalking(
  t: TestContext,
  orders: readonly string[],
  env: Record<string, string> = {},
): Promise<Inspected> {
  const program = await startInspected(t, 'talks-http', { env });
  for (const each of orders) await order(program, each);
  return program;
}

async function order(program: Inspected, text: string): Promise<void> {
  program.child.stdin?.write(`${text}\n`);
  await program.line(`DONE ${text}`);
}

function activeOf({ folder }: Inspected, prefix: string): unknown {
  return readFields(folder).get(`${prefix}.requests.active`)?.value;
}

function clientOf(fields: Fields, prefix: string): Readonly<Record<string, unknown>> {
  return {
    requests: fields.get(`${prefix}.requests`)?.value,
    errors: fields.get(`${prefix}.errors`)?.value,
    active: fields.get(`${prefix}.requests.active`)?.value,
    answered: fields.get(`${prefix}.request.duration{method="GET",status="2xx"}`)?.value,
  };
}
