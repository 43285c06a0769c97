import { chmodSync, renameSync } from 'node:fs';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { clearImmediate, clearTimeout, setImmediate, setTimeout } from 'node:timers';
import { threadId } from 'node:worker_threads';
import { messageOf } from '../errors.js';
import { SILENT_CLIENT_MS } from '../format/console-messages.js';
import { formatDumpText } from '../format/dump-text.js';
import { printableLines } from '../format/printable.js';
import { answerRequest, type ConsoleServices, formatBadRequest, takesLong } from './console-routes.js';
import { unlinkOrLeave } from './own-files.js';

const MAX_CONNECTIONS = 32;
// Whatever a client does or does not do, it is gone after this.
const CONNECTION_DEADLINE_MS = 10_000;
// What a client waits for by name, such as an async dump of a large heap, may take longer.
const LONG_DEADLINE_MS = 600_000;
const MAX_HEADER_BYTES = 8192;

const deadlines = new WeakMap<Socket, NodeJS.Timeout>();

/**
 * Listens on a Unix socket (0600) and answers HTTP; a client that says nothing gets the text dump.
 *
 * It takes the place of a stale socket of the same path. Clients cannot harm the
 * service: there are at most 32, each for at most 10 s (10 minutes for what takes long by its nature).
 */
export function openConsoleServer(
  socketPath: string,
  services: ConsoleServices,
  onFailure: (reason: string) => void,
): Server {
  const httpServer = createHttpServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
    request.resume();
    if (takesLong(request)) limitTime(request.socket, LONG_DEADLINE_MS);
    void answerRequest(services, request, response);
  });
  httpServer.on('clientError', (error, socket) => {
    if (socket.writable) socket.end(formatBadRequest(messageOf(error)));
  });
  // Half open: a client that has finished speaking still wants its answer.
  const server = createServer({ allowHalfOpen: true }, (socket) => welcome(socket, httpServer, services));
  server.maxConnections = MAX_CONNECTIONS;
  server.on('error', (error) => onFailure(messageOf(error)));
  listen(server, socketPath, onFailure);
  return server;
}

// Under a name of its own first, not longer than the other (which the kernel limits): nobody can connect before the
// socket is closed to others; and the server removes at its end what it listened on, which may be another's by then.
function listen(server: Server, socketPath: string, onFailure: (reason: string) => void): void {
  const ownPath = join(dirname(socketPath), `opens-${process.pid}-${threadId}`);
  unlinkOrLeave(ownPath);
  server.listen(ownPath, () => {
    try {
      chmodSync(ownPath, 0o600);
      renameSync(ownPath, socketPath);
    } catch (error) {
      server.close();
      onFailure(messageOf(error));
    }
  });
}

function welcome(socket: Socket, httpServer: HttpServer, services: ConsoleServices): void {
  limitTime(socket, CONNECTION_DEADLINE_MS);
  let lastLook: NodeJS.Immediate | undefined;
  // Where this thread had no CPU for so long, what was said meanwhile is read between the two.
  const silence = setTimeout(() => {
    lastLook = setImmediate(() => goAsText());
  }, SILENT_CLIENT_MS);
  const stopListening = (): void => {
    clearTimeout(silence);
    if (lastLook !== undefined) clearImmediate(lastLook);
  };
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    clearTimeout(deadlines.get(socket));
    stopListening();
  });
  const goAsText = (): void => {
    stopListening();
    socket.off('data', goAsHttp).off('end', goAsText).resume();
    void sendTextDump(socket, services);
  };
  const goAsHttp = (first: Buffer): void => {
    stopListening();
    socket.off('data', goAsHttp).off('end', goAsText).pause();
    socket.unshift(first);
    httpServer.emit('connection', socket);
    socket.resume();
  };
  socket.on('data', goAsHttp).on('end', goAsText);
}

function limitTime(socket: Socket, deadlineMs: number): void {
  clearTimeout(deadlines.get(socket));
  deadlines.set(
    socket,
    setTimeout(() => socket.destroy(), deadlineMs),
  );
}

async function sendTextDump(socket: Socket, services: ConsoleServices): Promise<void> {
  const text = await dumpText(socket, services);
  if (!socket.destroyed) socket.end(text);
}

async function dumpText(socket: Socket, services: ConsoleServices): Promise<string> {
  // The dump starts with an empty line. Sending that first tells a client that has left, who should not cost a dump.
  const error = await new Promise((resolve) => socket.write('\n', resolve));
  if (error instanceof Error) return '';
  try {
    return printableLines(formatDumpText(await services.takeDump(true))).replace(/^\n/, '');
  } catch (failure) {
    return `# porthole: no dump: ${messageOf(failure)}\n`;
  }
}
