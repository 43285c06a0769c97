import { hostname, userInfo } from 'node:os';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { messageOf, PortholeError } from '../../errors.js';
import { encodeReaderFrame, READER_BANNER, type ReaderFrame } from '../../format/reader-frames.js';
import { type NumberedRequest, parseReaderRequest, type ReaderMessage } from '../../format/reader-messages.js';
import { encodeHeader } from '../../format/recording/frame.js';
import { RecordingEncoder } from '../../format/recording/recording-encoder.js';
import { readOwnVersion } from '../../own-version.js';
import { exchange } from '../../source/console-exchange.js';
import type { Poller } from '../../source/poll.js';
import { readSource } from '../../source/read-source.js';
import { parseSocketName } from '../../target.js';
import { EXIT_DONE, EXIT_FAILED } from '../exit-code.js';
import type { Io } from '../io.js';
import { type LookOptions, openPoller } from '../look.js';

/**
 * `porthole remote-reader`: the other side of `--host`. Answers requests on stdin until it is closed.
 *
 * It looks at processes when it is asked to, and at no other time.
 */
export async function runRemoteReader(io: Io, options: LookOptions): Promise<number> {
  const send = (frame: ReaderFrame): void => encodeReaderFrame(frame).forEach((bytes) => io.stdout.write(bytes));
  const say = (message: ReaderMessage): void => send({ type: 'json', value: { ...message } });
  io.stdout.write(READER_BANNER);
  say({ type: 'hello', portholeVersion: readOwnVersion(), hostName: hostname() });
  let poller: Poller;
  try {
    poller = openPoller(io, options);
  } catch (thrown) {
    say({ type: 'refused', message: messageOf(thrown) });
    return EXIT_FAILED;
  }
  const encoder = new RecordingEncoder();
  send({ type: 'recording', bytes: beginRecording(encoder) });
  for await (const line of createInterface({ input: io.stdin })) {
    const request = parseReaderRequest(line);
    if (request?.type === 'sample') send({ type: 'recording', bytes: encoder.sample(poller.poll()) });
    else if (request !== undefined) void answer(request, send, say);
  }
  return EXIT_DONE;
}

function beginRecording(encoder: RecordingEncoder): Uint8Array {
  const session = encoder.session({
    hostName: hostname(),
    userName: userInfo().username,
    startedWallMs: Date.now(),
    intervalMs: 0,
    portholeVersion: readOwnVersion(),
  });
  return Buffer.concat([encodeHeader(), session]);
}

async function answer(
  request: NumberedRequest,
  send: (frame: ReaderFrame) => void,
  say: (message: ReaderMessage) => void,
): Promise<void> {
  const { id } = request;
  try {
    send({ type: 'answer', id, bytes: await (request.type === 'source' ? readLines(request) : exchangeWith(request)) });
  } catch (thrown) {
    const code = thrown instanceof PortholeError ? thrown.code : 'connection-lost';
    say({ type: 'failed', id, code, message: messageOf(thrown) });
  }
}

async function exchangeWith(asked: NumberedRequest & { readonly type: 'exchange' }): Promise<Uint8Array> {
  const { socket, request, deadlineMs } = asked;
  if (parseSocketName(basename(socket)) === undefined)
    throw new PortholeError('not-permitted', `${socket}: no console`);
  return await exchange(socket, request, deadlineMs);
}

async function readLines({ pid, file, line }: NumberedRequest & { readonly type: 'source' }): Promise<Uint8Array> {
  return Buffer.from(JSON.stringify(await readSource({ pid, file, line })));
}
