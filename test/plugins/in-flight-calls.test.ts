import assert from 'node:assert/strict';
import { tracingChannel } from 'node:diagnostics_channel';
import { test } from 'node:test';
import { threadInFlight } from '../../src/agent/in-flight/in-flight.js';
import { SlotPool } from '../../src/agent/in-flight/slot-pool.js';
import { describeCall } from '../../src/agent/plugins/describe-call.js';
import { measureTracedCalls } from '../../src/agent/plugins/traced-calls.js';
import { Registry } from '../../src/agent/registry.js';

test('a query is in flight with its statement and the line that asked it, until it is answered', async () => {
  const pool = new SlotPool();
  threadInFlight().open(pool, 0);
  measureTracedCalls(new Registry(), 'mysql2', 'query', 'porthole-test:query');
  const channel = tracingChannel<string, { query: string }>('porthole-test:query');
  let answer: (() => void) | undefined;
  const query = channel.tracePromise(
    () =>
      new Promise<void>((resolve) => {
        answer = resolve;
      }),
    { query: 'SELECT pg_sleep(15)' },
  );
  const [taken] = pool.read().taken;
  assert.deepEqual([taken?.kind, taken?.detail], ['mysql2', 'query SELECT pg_sleep(15)']);
  assert.match(taken?.where ?? '', /in-flight-calls\.test\.js:\d+:\d+\)$/);
  answer?.();
  await query;
  assert.deepEqual(pool.read().taken, []);
});

test('a call is told by its statement, by its command and first arguments, or by whom it connects to', () => {
  assert.equal(describeCall({ query: 'SELECT 1', serverAddress: 'db' }), 'SELECT 1');
  assert.equal(describeCall({ command: 'GET', args: ['GET', 'user:7'] }), 'GET user:7');
  assert.equal(describeCall({ command: 'mget', args: ['a', 'b', 'c', 'd'] }), 'mget a b c');
  assert.equal(describeCall({ serverAddress: 'db', serverPort: 3306 }), 'db:3306');
  assert.equal(describeCall({}), '');
});
