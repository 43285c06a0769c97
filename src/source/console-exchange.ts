import { closeSync, constants, openSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { basename, dirname } from 'node:path';
import { messageOf, PortholeError, systemCodeOf } from '../errors.js';
import { parseRemotePath } from '../remote-path.js';
import { formatBytes, formatDurationMs } from '../units.js';
import { describeFailure } from './failure.js';

/** An answer larger than this is given up. */
export const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

// The kernel's room for it, less the NUL; Node 20 cuts a longer path short and connects to whatever that names.
const MAX_PATH_BYTES = process.platform === 'linux' ? 107 : 103;

/** The way to sockets of other machines. */
export type HostRoute = (
  host: string,
  socketPath: string,
  request: string | undefined,
  deadlineMs: number,
) => Promise<Buffer>;

let hostRoute: HostRoute | undefined;

/** From now on sockets of other machines are reached this way: one for the whole process, as its network is. */
export function routeToHosts(route: HostRoute | undefined): void {
  hostRoute = route;
}

/**
 * Connects to a socket, sends `request` (or nothing), and collects what comes until the other side closes.
 *
 * @param deadlineMs For all of it.
 * @returns At least one byte.
 * @throws PortholeError `not-found`, `not-permitted`, `no-answer`, `connection-lost`, `bad-answer` (too large), `path-too-long` (macOS).
 */
export async function exchange(socketPath: string, request: string | undefined, deadlineMs: number): Promise<Buffer> {
  const remote = parseRemotePath(socketPath);
  if (remote !== undefined && hostRoute !== undefined) {
    return await hostRoute(remote.host, remote.path, request, deadlineMs);
  }
  if (Buffer.byteLength(socketPath) <= MAX_PATH_BYTES) {
    return await exchangeAt(socketPath, socketPath, request, deadlineMs);
  }
  const folder = openFolderOf(socketPath);
  try {
    return await exchangeAt(`/proc/self/fd/${folder}/${basename(socketPath)}`, socketPath, request, deadlineMs);
  } finally {
    closeSync(folder);
  }
}

// Linux has a short path to every open folder.
function openFolderOf(socketPath: string): number {
  if (process.platform !== 'linux') {
    const message = `${socketPath}: a socket's path may have ${MAX_PATH_BYTES} bytes: name it by a shorter one`;
    throw new PortholeError('path-too-long', message);
  }
  try {
    return openSync(dirname(socketPath), constants.O_RDONLY | constants.O_DIRECTORY);
  } catch (thrown) {
    throw describeLoss(socketPath, thrown);
  }
}

function exchangeAt(
  path: string,
  socketPath: string,
  request: string | undefined,
  deadlineMs: number,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const socket = connect(path);
    const deadline = setTimeout(() => {
      const waited = formatDurationMs(deadlineMs);
      fail(new PortholeError('no-answer', `${socketPath}: no answer in ${waited}: its process is stopped or too busy`));
    }, deadlineMs);
    const fail = (error: PortholeError): void => {
      clearTimeout(deadline);
      socket.destroy();
      reject(error);
    };
    socket.on('data', (chunk) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes <= MAX_ANSWER_BYTES) return;
      fail(new PortholeError('bad-answer', `${socketPath}: answers more than ${formatBytes(MAX_ANSWER_BYTES)}`));
    });
    let lost: unknown;
    socket.on('error', (error) => {
      lost = error;
    });
    socket.on('close', () => {
      // socketconsole never reads a request, so its kernel resets the connection after the last byte of its answer.
      const isReset = ['ECONNRESET', 'EPIPE'].includes(systemCodeOf(lost) ?? '');
      if (bytes > 0 && (lost === undefined || isReset)) {
        clearTimeout(deadline);
        resolve(Buffer.concat(chunks));
      } else fail(describeLoss(socketPath, lost));
    });
    if (request !== undefined) socket.write(request);
  });
}

function describeLoss(socketPath: string, lost: unknown): PortholeError {
  const options = { cause: lost };
  const { isAbsent, isForbidden, reason } = describeFailure(socketPath, lost);
  if (isAbsent) return new PortholeError('not-found', `${reason}: its process has ended, or has no agent`, options);
  if (isForbidden) return new PortholeError('not-permitted', reason, options);
  switch (systemCodeOf(lost)) {
    case 'ENOTSOCK':
      return new PortholeError('not-found', `${socketPath}: no socket`, options);
    case 'ECONNREFUSED':
      // Linux refuses where macOS says ENOTSOCK.
      if (!isSocket(socketPath)) return new PortholeError('not-found', `${socketPath}: no socket`, options);
      return new PortholeError(
        'connection-lost',
        `nobody listens on ${socketPath}: its process has ended or closed it; porthole clean removes what the dead left`,
        options,
      );
    case 'EAGAIN':
      return new PortholeError('no-answer', `${socketPath}: too many wait for it already: try again`, options);
    case undefined:
    case 'ECONNRESET':
    case 'EPIPE':
      return new PortholeError('connection-lost', `${socketPath}: closed without an answer: try again`, options);
    default:
      return new PortholeError('connection-lost', `${socketPath}: ${messageOf(lost)}`, options);
  }
}

function isSocket(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isSocket() === true;
}
