import assert from 'node:assert/strict';
import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { StackDump } from '../../src/format/stack-dump.js';
import { requestDump, requestInfo, requestText, requestThreads } from '../../src/source/console-client.js';
import { MAX_ANSWER_BYTES } from '../../src/source/console-exchange.js';
import { startProgram } from '../support/program.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const emptyDump: StackDump = {
  version: 1,
  pid: 7,
  name: 'api',
  nodeVersion: 'v20.0.0',
  capturedWallMs: 1,
  tookMs: 2,
  threads: [],
};

async function listen(t: TestContext, server: Server): Promise<string> {
  const path = join(temporaryFolder(t), 'socketdumper-7');
  await new Promise<void>((resolve) => {
    server.listen(path, resolve);
  });
  t.after(() => server.close());
  return path;
}

function serveHttp(t: TestContext, listener: RequestListener): Promise<string> {
  return listen(t, createHttpServer(listener));
}

/** A console whose connections are in the hands of the test; they are closed when it ends. */
function serveRaw(t: TestContext, onConnection: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    t.after(() => socket.destroy());
    onConnection(socket);
  });
  return listen(t, server);
}

test('the dump of an agent is read', async (t) => {
  const socket = await serveHttp(t, (_, response) => response.end(JSON.stringify(emptyDump)));
  assert.deepEqual(await requestThreads(socket), emptyDump);
  assert.deepEqual(await requestDump(socket), { type: 'threads', dump: emptyDump });
});

test('a dump that is written in many parts is put together', async (t) => {
  const text = JSON.stringify({ ...emptyDump, name: 'x'.repeat(500_000) });
  const socket = await serveHttp(t, (_, response) => {
    for (let at = 0; at < text.length; at += 1000) response.write(text.slice(at, at + 1000));
    response.end();
  });
  assert.equal((await requestThreads(socket)).name.length, 500_000);
});

test('a dump without locals is asked for by its address', async (t) => {
  const asked: unknown[] = [];
  const socket = await serveHttp(t, ({ url }, response) => {
    asked.push(url);
    response.end(JSON.stringify(emptyDump));
  });
  await requestThreads(socket);
  await requestThreads(socket, { locals: false });
  assert.deepEqual(asked, ['/threads', '/threads?locals=0']);
});

test('who answers is read', async (t) => {
  const info = {
    version: 1,
    pid: 7,
    name: 'api',
    nodeVersion: 'v20.0.0',
    agentVersion: '0.1.0',
    startedWallMs: 1,
    commandLine: ['node'],
    statsFiles: [],
  };
  const socket = await serveHttp(t, (_, response) => response.end(JSON.stringify(info)));
  assert.deepEqual(await requestInfo(socket), info);
});

test('the words of an agent that refuses are passed on', async (t) => {
  const socket = await serveHttp(t, (_, response) => {
    response.statusCode = 503;
    response.end(JSON.stringify({ version: 1, error: 'a dump is being taken' }));
  });
  await assert.rejects(requestThreads(socket), { code: 'no-answer', message: /a dump is being taken/ });
});

test('what is neither HTTP nor a text dump is a bad answer', async (t) => {
  const socket = await serveRaw(t, (connection) => connection.end('220 mail.example.org ESMTP'));
  await assert.rejects(requestDump(socket), { code: 'bad-answer' });
  await assert.rejects(requestText(socket), { code: 'bad-answer' });
  await assert.rejects(requestInfo(socket), { code: 'bad-answer' });
});

test('an answer of another version is a bad answer', async (t) => {
  const socket = await serveHttp(t, (_, response) => response.end('{"version":99}'));
  await assert.rejects(requestThreads(socket), { code: 'bad-answer' });
});

test('an answer that is cut short is a lost connection', async (t) => {
  const head = 'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"version":1';
  const socket = await serveRaw(t, (connection) => connection.end(head));
  await assert.rejects(requestThreads(socket), { code: 'connection-lost', message: /cut short/ });
});

test('a connection that is closed without a byte is a lost connection', async (t) => {
  const socket = await serveRaw(t, (connection) => connection.end());
  await assert.rejects(requestThreads(socket), { code: 'connection-lost', message: /closed without an answer/ });
});

test('a process that does not answer is given up at the deadline', async (t) => {
  const socket = await serveRaw(t, () => {});
  const error = { code: 'no-answer', message: /no answer in 50 ms/ };
  await assert.rejects(requestThreads(socket, { timeoutMs: 50 }), error);
});

test('an answer without end is given up', async (t) => {
  const socket = await serveRaw(t, (connection) => {
    const write = (): void => {
      while (!connection.destroyed && connection.write('x'.repeat(65_536)));
    };
    connection.on('drain', write);
    write();
  });
  await assert.rejects(requestText(socket), { code: 'bad-answer', message: /more than 16 MiB/ });
  assert.equal(MAX_ANSWER_BYTES, 16 * 1024 * 1024);
});

test('where there is no socket the error says so', async (t) => {
  await assert.rejects(requestThreads(join(temporaryFolder(t), 'none')), { code: 'not-found' });
});

test('of a socket that nobody listens on the error says what removes it', async (t) => {
  const path = join(temporaryFolder(t), 'socketdumper-7');
  const script = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  await startProgram(t, ['-e', script]).ended;
  await assert.rejects(requestThreads(path), {
    code: 'connection-lost',
    message: `nobody listens on ${path}: its process has ended or closed it; porthole clean removes what the dead left`,
  });
});

test('a file that is no socket is told from one', async (t) => {
  const path = join(temporaryFolder(t), 'socketdumper-7');
  writeFileSync(path, '');
  await assert.rejects(requestThreads(path), { code: 'not-found', message: /no socket/ });
});

test('a socket is reached by a path that is longer than the kernel takes', {
  skip: process.platform === 'linux' ? false : 'there is no way around it on this system',
}, async (t) => {
  const socket = await serveRaw(t, (client) => client.end('\n# Thread Name: MainThread, ThreadID: 1\n'));
  const folder = join(temporaryFolder(t), 'x'.repeat(120));
  symlinkSync(dirname(socket), folder);
  assert.match(await requestText(join(folder, basename(socket))), /^\n# Thread Name: /);
  await assert.rejects(requestText(join(folder, 'none')), { code: 'not-found' });
});

test('a socket of somebody else is not permitted', {
  skip: process.getuid?.() === 0 && 'root may connect',
}, async (t) => {
  const socket = await serveRaw(t, () => {});
  chmodSync(socket, 0);
  await assert.rejects(requestThreads(socket), { code: 'not-permitted' });
});
