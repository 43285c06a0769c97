import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseAsyncPrice } from '../../src/format/async-dump.js';
import { parseConsoleError } from '../../src/format/console-messages.js';
import { askConsole, dumpMain, startAnswering } from '../support/agent.js';
import { groupOf, localsOf, requestAsyncDump } from '../support/async-dump.js';
import { fixtureProgram } from '../support/project.js';

const source = readFileSync(fixtureProgram('awaits'), 'utf8').split('\n');
const lineOf = (text: string): number => source.findIndex((line) => line.includes(text)) + 1;

test('the functions that wait are shown with the line of their await, and who awaits them', async (t) => {
  const { socket } = await startAnswering(t, 'awaits');
  const group = groupOf(await requestAsyncDump(socket), 'query', 'serve');
  const frames = group?.examples[0]?.frames.map(({ file, line, place, origin }) => ({ file, line, place, origin }));
  const place = { file: fixtureProgram('awaits'), place: 'await', origin: 'application' };
  assert.deepEqual(frames, [
    { ...place, line: lineOf('await never()') },
    { ...place, line: lineOf('await query(`SELECT') },
  ]);
});

test('their variables are shown, secrets redacted by name', async (t) => {
  const { socket } = await startAnswering(t, 'awaits', { args: ['1'] });
  const group = groupOf(await requestAsyncDump(socket), 'query', 'serve');
  assert.equal(localsOf(group, 0).get('sql'), "'SELECT pg_sleep(0)'");
  assert.equal(localsOf(group, 1).get('password'), '[redacted]');
  assert.equal(localsOf(group, 1).get('account'), '{id: 0, apiToken: [redacted]}');
});

test('stacks go through Promise.all, for await and generators', async (t) => {
  const { socket } = await startAnswering(t, 'awaits');
  const dump = await requestAsyncDump(socket);
  assert.equal(groupOf(dump, 'query', 'gather')?.count, 2);
  assert.equal(groupOf(dump, 'query', 'produce', 'consume')?.count, 1);
  assert.equal(localsOf(groupOf(dump, 'query', 'produce', 'consume'), 1).get('limit'), '7');
  assert.equal(localsOf(groupOf(dump, 'count'), 0).get('from'), '5');
});

test('a thousand functions that wait at one line are one group with a few examples', async (t) => {
  const { socket } = await startAnswering(t, 'awaits', { args: ['1000'] });
  const dump = await requestAsyncDump(socket);
  const group = groupOf(dump, 'query', 'serve');
  assert.equal(group?.count, 1000);
  assert.ok((group?.examples.length ?? 0) <= 3);
  assert.ok(dump.suspended >= 2000);
  assert.ok(dump.questions <= 100);
});

test('a price is told, and one that is too high is refused with it', async (t) => {
  const { socket } = await startAnswering(t, 'awaits', { env: { PORTHOLE_ASYNC_MAX_PAUSE_MS: '1' } });
  const price = parseAsyncPrice((await askConsole(socket, '/async-price')).body);
  const { status, body } = await askConsole(socket, '/threads?async=1');
  assert.ok((price?.heapBytes ?? 0) > 1e6 && (price?.expectedPauseMs ?? 0) > 1);
  assert.match(price?.refusal ?? '', /stand still for about .* PORTHOLE_ASYNC_MAX_PAUSE_MS/);
  assert.equal(status, 403);
  assert.match(parseConsoleError(body) ?? '', /^refused: the program would stand still for about/);
});

test('a program that forbids locals shows none of its functions', async (t) => {
  const { socket } = await startAnswering(t, 'awaits', { env: { PORTHOLE_LOCALS: '0' } });
  const dump = await requestAsyncDump(socket);
  assert.ok(!JSON.stringify(dump).includes('pg_sleep'));
  assert.equal(groupOf(dump, 'query', 'serve')?.examples[0]?.frames[0]?.place, 'await');
  assert.match(dump.note ?? '', /PORTHOLE_LOCALS=0/);
});

test('async dumps fail no request, and the program ends as it would without', async (t) => {
  const program = await startAnswering(t, 'awaits-under-load');
  for (let dump = 0; dump < 5; dump++) {
    const { suspended, pausedMs } = await requestAsyncDump(program.socket);
    // How many wait is by chance: some have been answered and go on in a moment.
    assert.ok(suspended > 0);
    assert.ok(pausedMs > 0);
  }
  assert.equal((await dumpMain(program.socket)).pausedMs >= 0, true);
  program.child.stdin?.end();
  assert.match(await program.line('ANSWERED'), /^ANSWERED [1-9]\d* FAILED 0$/);
  assert.deepEqual([(await program.ended).code, program.output().stderr], [0, '']);
});

test('programs that end while an async dump is taken end as they would without', async (t) => {
  for (let run = 0; run < 4; run++) {
    const program = await startAnswering(t, 'awaits', { args: ['100'] });
    const dump = requestAsyncDump(program.socket).catch(() => undefined);
    program.child.stdin?.end();
    await dump;
    assert.deepEqual([(await program.ended).code, program.output().stderr], [0, '']);
  }
});

test('a busy program has async stacks too', async (t) => {
  const { socket } = await startAnswering(t, 'busy-loop');
  const dump = await requestAsyncDump(socket);
  assert.ok(dump.pausedMs > 0);
});
