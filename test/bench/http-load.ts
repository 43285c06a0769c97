import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const END_OF_BODY = '0\r\n\r\n';

/**
 * Sends so many requests to a server on this machine over connections that stay open, the next on each as soon as
 * the last is answered. Knows chunked answers only.
 *
 * @returns How long that took, in ms.
 */
export async function sendRequests(port: number, requests: number, connections: number): Promise<number> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => openSocket(port)));
  const startedMs = performance.now();
  await Promise.all(sockets.map((socket) => sendOver(socket, requests / connections)));
  const tookMs = performance.now() - startedMs;
  for (const socket of sockets) socket.destroy();
  return tookMs;
}

async function openSocket(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return socket;
}

function sendOver(socket: Socket, requests: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let answered = 0;
    const send = (): boolean => socket.write('GET /items?page=1 HTTP/1.1\r\nHost: localhost\r\n\r\n');
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the server closed the connection')));
    socket.on('data', (chunk) => {
      if (!chunk.includes(END_OF_BODY)) return;
      answered++;
      if (answered >= requests) resolve();
      else send();
    });
    send();
  });
}
