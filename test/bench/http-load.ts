import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setInterval } from 'node:timers/promises';

const PACE_MS = 10;
const REQUEST = 'GET /items?page=1 HTTP/1.1\r\nHost: localhost\r\n\r\n';
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

/**
 * Sends requests at a steady rate for so many ms: those that are due each 10 ms, each over the next connection that is
 * free; what finds none is sent when one is.
 *
 * @returns How many were answered a second.
 */
export async function sendAtRate(port: number, perS: number, ms: number, connections: number): Promise<number> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => openSocket(port)));
  const free = [...sockets];
  let [due, sent, answered] = [0, 0, 0];
  const sendWhatIsDue = (): void => {
    for (; sent < due && free.length > 0; sent++) free.shift()?.write(REQUEST);
  };
  for (const socket of sockets) {
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      if (!chunk.includes(END_OF_BODY)) return;
      answered++;
      free.push(socket);
      sendWhatIsDue();
    });
  }
  const startedMs = performance.now();
  for await (const _ of setInterval(PACE_MS)) {
    const passedMs = performance.now() - startedMs;
    if (passedMs >= ms) break;
    due = (passedMs / 1e3) * perS;
    sendWhatIsDue();
  }
  const tookMs = performance.now() - startedMs;
  for (const socket of sockets) socket.destroy();
  return (answered / tookMs) * 1e3;
}

async function openSocket(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return socket;
}

function sendOver(socket: Socket, requests: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let answered = 0;
    const send = (): boolean => socket.write(REQUEST);
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
