import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { LineSender } from '../../src/cli/line-sender.js';
import { startInspected } from '../support/agent.js';
import { runPorthole, startPorthole } from '../support/command.js';
import { freePort } from '../support/free-port.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

interface Receiver {
  readonly lines: () => readonly string[];
  /** Breaks all connections and listens no more. */
  readonly stop: () => Promise<void>;
}

test('push --once sends every metric once and ends with 0', async (t) => {
  const program = await startInspected(t, 'works');
  const port = await freePort();
  const receiver = await receive(t, port);
  const args = ['push', `graphite://127.0.0.1:${port}`, '--once', '--prefix', 'test', '--dir', program.folder];
  const { code, stderr } = await runPorthole(t, args);
  assert.deepEqual([code, stderr], [0, '']);
  const paths = receiver.lines().map((line) => line.split(' ')[0] ?? '');
  assert.equal(new Set(paths).size, paths.length);
  assert.ok(paths.some((path) => /^test\.\w+\.jobs\.done\.kind\.mail\.count$/.test(path)));
  assert.ok(receiver.lines().every((line) => /^[\w.-]+ -?[\d.e+-]+ \d{10}$/.test(line)));
});

test('a receiver that goes and comes back gets what waited, and no line twice', async (t) => {
  const program = await startInspected(t, 'works');
  const port = await freePort();
  const first = await receive(t, port);
  const args = ['push', `graphite://127.0.0.1:${port}`, '--every', '1', '--prefix', 'test', '--dir', program.folder];
  const pushing = startPorthole(t, args);
  await until('lines arrive', () => first.lines().length > 0);
  await first.stop();
  await until('the loss is said', () => pushing.output().stderr.includes('what comes meanwhile waits'));
  const second = await receive(t, port);
  await until('it is there again', () => pushing.output().stderr.includes('is there again'));
  await until('lines arrive again', () => second.lines().length > 0);
  pushing.child.kill('SIGTERM');
  assert.equal((await pushing.ended).code, 0);
  const keys = [...first.lines(), ...second.lines()].map((line) => line.replace(/ \S+ /, ' '));
  assert.equal(new Set(keys).size, keys.length);
});

test('the queue is bounded, and what was dropped is counted', async () => {
  const port = await freePort();
  const reasons: string[] = [];
  const sender = new LineSender({
    host: '127.0.0.1',
    port,
    maxQueued: 10,
    onDown: (reason) => reasons.push(reason),
    onUp: () => undefined,
  });
  sender.append(Array.from({ length: 25 }, (_, index) => `line ${index}`));
  await until('it is refused', () => reasons.length === 1);
  assert.deepEqual(sender.counts, { sent: 0, dropped: 15, queued: 10 });
  await sender.close(100);
  assert.deepEqual(sender.counts, { sent: 0, dropped: 25, queued: 0 });
});

test('push says what is wrong with its destination, and that there is nothing to send', async (t) => {
  const folder = temporaryFolder(t);
  for (const destination of ['localhost:2003', 'http://localhost:2003', 'graphite://', 'graphite://h:1/path']) {
    const { code, stderr } = await runPorthole(t, ['push', destination, '--dir', folder]);
    assert.equal(code, 2);
    assert.match(stderr, /^porthole: .*: the destination is graphite:\/\/HOST:PORT\n$/);
  }
  const port = await freePort();
  await receive(t, port);
  const { code, stderr } = await runPorthole(t, ['push', `graphite://127.0.0.1:${port}`, '--once', '--dir', folder]);
  assert.equal(code, 1);
  assert.match(stderr, /^porthole: no process found; /);
});

async function receive(t: TestContext, port: number): Promise<Receiver> {
  let text = '';
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  t.after(stop);
  return { lines: () => text.split('\n').slice(0, -1), stop };
}
