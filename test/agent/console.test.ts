import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { parseAgentInfo, parseConsoleError } from '../../src/format/console-messages.js';
import { askConsole, listStats, readSocket, requestDump, startAnswering } from '../support/agent.js';

test('/info says who answers', async (t) => {
  const program = await startAnswering(t, 'idle');
  const { status, body } = await askConsole(program.socket, '/info');
  const info = parseAgentInfo(body);
  assert.deepEqual(
    [status, info?.pid, info?.name, info?.statsFiles],
    [200, program.pid, 'porthole/idle.js', listStats(program.folder)],
  );
});

test('a request that means nothing is answered with its reason', async (t) => {
  const { socket } = await startAnswering(t, 'idle');
  const answers = [
    await askConsole(socket, '/nothing'),
    await askConsole(socket, '/constructor'),
    await askConsole(socket, '/threads', 'POST'),
    await askConsole(socket, '/threads?locals=perhaps'),
    await askConsole(socket, '//'),
  ];
  assert.deepEqual(
    answers.map(({ status }) => status),
    [404, 404, 405, 400, 400],
  );
  assert.ok(answers.every(({ body }) => parseConsoleError(body) !== undefined));
});

test('a client that sends no HTTP is told so', async (t) => {
  const { socket } = await startAnswering(t, 'idle');
  assert.match(await readSocket(socket, 'hello there\r\n\r\n'), /^HTTP\/1\.1 400 [^]*"version":1,"error":/);
});

test('a client that sends nothing gets the text dump and the end of file', async (t) => {
  const program = await startAnswering(t, 'busy-loop');
  const text = await readSocket(program.socket);
  assert.match(text, new RegExp(`^\\n# Thread Name: main \\(running\\), ThreadID: ${program.pid}\\n`));
  assert.match(text, /in chewOrder\n\n# Locals:\n[^]*customer: 'ada'\n/);
});

test('a client that closes its sending side at once gets the text dump too', async (t) => {
  const { socket } = await startAnswering(t, 'idle');
  const client = connect({ path: socket, allowHalfOpen: true });
  client.end();
  const [first]: unknown[] = await once(client.setEncoding('utf8'), 'data');
  assert.equal(first, '\n');
});

test('clients that vanish, or do not read, do not stop the service', async (t) => {
  const program = await startAnswering(t, 'busy-loop');
  for (let client = 0; client < 20; client++) {
    const vanishing = connect(program.socket);
    await once(vanishing, 'connect');
    vanishing.destroy();
  }
  const greedy = Array.from({ length: 8 }, () => {
    return connect(program.socket, function write(this: ReturnType<typeof connect>) {
      this.pause().write('GET /threads HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(50));
    }).on('error', () => undefined);
  });
  assert.equal((await requestDump(program.socket)).pid, program.pid);
  for (const client of greedy) client.destroy();
  assert.equal((await requestDump(program.socket)).pid, program.pid);
  assert.equal(program.output().stderr, '');
});

test('who asks for the same dump at the same time shares it', async (t) => {
  const { socket } = await startAnswering(t, 'busy-loop');
  const dumps = await Promise.all(Array.from({ length: 10 }, () => requestDump(socket)));
  assert.ok(new Set(dumps.map((dump) => dump.capturedWallMs)).size < dumps.length);
});
