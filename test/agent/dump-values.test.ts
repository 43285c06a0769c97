import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FrameDump, parseFrameDump, type Variable } from '../../src/format/frame-dump.js';
import type { CallFrame, ThreadDump } from '../../src/format/stack-dump.js';
import { askConsole, dumpMain, type Inspected, startAnswering } from '../support/agent.js';
import { until } from '../support/until.js';

// A frame that is met at its first statement has no values yet.
async function localsOf(program: Inspected, functionName: string, last: string): Promise<ReadonlyMap<string, string>> {
  return await until('its variables have values', async () => {
    const { frames }: ThreadDump = await dumpMain(program.socket);
    const locals = frames.find((frame) => frame.functionName === functionName)?.locals;
    const values = new Map(locals?.map(({ name, value }) => [name, value]));
    return /^\d+$/.test(values.get(last) ?? '') && values;
  });
}

async function expand(program: Inspected, functionName: string, depth: number): Promise<FrameDump> {
  return await until('the frame is there', async () => {
    const path = `/threads/0/frames/0/scopes?function=${functionName}&depth=${depth}`;
    const { status, body } = await askConsole(program.socket, path);
    const dump = body as FrameDump;
    const isStarted = status === 200 && /^\d+$/.test(find(dump.scopes[0]?.variables, 'startedMs')?.value ?? '');
    return isStarted && dump;
  });
}

function places(frames: readonly CallFrame[] = []) {
  return frames.map(({ functionName, generated, line }) => [functionName, generated?.line ?? line]);
}

function find(variables: readonly Variable[] | undefined, name: string): Variable | undefined {
  return variables?.find((variable) => variable.name === name);
}

test('huge, cyclic and hostile values cost little, and nothing of them is run', async (t) => {
  const program = await startAnswering(t, 'holds-hostile-values');
  const locals = await localsOf(program, 'chewHostile', 'startedMs');
  assert.match(locals.get('buffer') ?? '', /^Uint8Array\(1073741824\) \[0, 0, /);
  assert.equal(locals.get('map'), 'Map(5) {0 => 0, 1 => 1, 2 => 2, 3 => 3, 4 => 4} (1000000 entries)');
  assert.equal(locals.get('list'), '[0, 1, 2, 3, 4] (1000000 elements)');
  assert.equal(locals.get('keys'), '{key0: 0, key1: 1, key2: 2, key3: 3, key4: 4} (1000000 keys)');
  assert.equal(locals.get('cyclic'), "{name: 'ring', self: Object}");
  assert.match(locals.get('hostile') ?? '', /plain: 'seen'/);
  assert.equal(locals.get('error'), '[error] (with a getter for its stack)');
  assert.match(locals.get('weird') ?? '', /line\\nbreak: '\\x1b\[31m', password: \[redacted\]/);
  assert.ok([...locals.values()].every((value) => value.length <= 250));
  const frame = await expand(program, 'chewHostile', 5);
  assert.ok(JSON.stringify(frame).length < 200_000);
  program.child.stdin?.end();
  assert.deepEqual([(await program.ended).code, program.output().stderr], [0, '']);
});

test('the values of a frame can be looked into, without its secrets', async (t) => {
  const program = await startAnswering(t, 'busy-loop');
  const { frame, scopes, threadId } = await expand(program, 'chewOrder', 2);
  assert.deepEqual(
    [frame.functionName, threadId, scopes.map(({ type }) => type)],
    ['chewOrder', 0, ['local', 'module']],
  );
  const account = find(scopes[0]?.variables, 'account');
  assert.deepEqual(account?.properties, [
    { name: 'apiToken', value: '[redacted]' },
    { name: 'balance', value: '[getter]' },
  ]);
  assert.equal(find(scopes[0]?.variables, 'password')?.value, '[redacted]');
  assert.equal(find(scopes[0]?.variables, 'password')?.properties, undefined);
});

test('with the values of a frame come its callers and the last turn of the event loop, to tell whether it is the same call', async (t) => {
  const program = await startAnswering(t, 'keeps-at-it');
  const { frames, sinceTurnMs = 0 } = await until('it is at it', async () => {
    const thread = await dumpMain(program.socket);
    return thread.frames[0]?.functionName === 'packOrder' && thread;
  });
  const { status, body } = await askConsole(program.socket, '/threads/0/frames/0/scopes?function=packOrder&depth=1');
  const dump = parseFrameDump(body);
  assert.equal(status, 200);
  assert.deepEqual(places(dump?.callers), places(frames.slice(1)));
  assert.ok((dump?.sinceTurnMs ?? 0) >= sinceTurnMs);
});

test('a frame that is not there, or may not be looked into, is refused with the reason', async (t) => {
  // Node 20 asks its worker threads only then.
  const idle = await startAnswering(t, 'idle', { env: { PORTHOLE_ASK_WORKERS: '1' } });
  const forbidden = await startAnswering(t, 'busy-loop', { env: { PORTHOLE_LOCALS: '0' } });
  const statuses = await Promise.all([
    askConsole(idle.socket, '/threads/0/frames/0/scopes'),
    askConsole(idle.socket, '/threads/99/frames/0/scopes'),
    askConsole(idle.socket, '/threads/0/frames/0/scopes?depth=99'),
    askConsole(forbidden.socket, '/threads/0/frames/0/scopes'),
  ]);
  assert.deepEqual(
    statuses.map(({ status }) => status),
    [404, 404, 400, 403],
  );
});

test('PORTHOLE_REDACT adds names', async (t) => {
  const program = await startAnswering(t, 'busy-loop', { env: { PORTHOLE_REDACT: 'iban, Cust*' } });
  const locals = await localsOf(program, 'chewOrder', 'startedMs');
  assert.equal(locals.get('customer'), '[redacted]');
});
