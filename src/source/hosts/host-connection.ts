import { type ChildProcess, spawn } from 'node:child_process';
import { messageOf, PortholeError } from '../../errors.js';
import { printable } from '../../format/printable.js';
import { ReaderFrames } from '../../format/reader-frames.js';
import { type NumberedRequest, parseReaderMessage, type ReaderRequest } from '../../format/reader-messages.js';
import { RecordingDecoder } from '../../format/recording/recording-decoder.js';
import type { Sample } from '../../format/sample.js';
import { readMonotonicMs } from '../clock.js';
import type { HostName } from './host-name.js';
import { describeSshEnd, type RemoteCommand, sshArguments } from './ssh-command.js';

/** What a connection tells. */
export interface ConnectionEvents {
  /** The answer to the sample that was asked for at `askedMs`. */
  readonly onSample: (sample: Sample, askedMs: number) => void;
  /** It is over; nothing comes after it. One line, safe on a terminal. */
  readonly onEnd: (reason: string) => void;
}

interface Waiting {
  readonly resolve: (bytes: Buffer) => void;
  readonly reject: (error: PortholeError) => void;
}

type Unnumbered =
  | Omit<Extract<NumberedRequest, { type: 'exchange' }>, 'id'>
  | Omit<Extract<NumberedRequest, { type: 'source' }>, 'id'>;

const MAX_STDERR = 4096;
const SOURCE_MS = 2000;
const OTHER_PORTHOLE = 'what answers there is no porthole that speaks to this one: install the same version on both';

/**
 * One `ssh` with a reader at its other end.
 *
 * One sample at most is under way, and one is asked for when the one before has come: a slow line brings fewer samples,
 * and none of them late.
 */
export class HostConnection {
  readonly #host: HostName;
  readonly #events: ConnectionEvents;
  readonly #ssh: ChildProcess;
  readonly #frames = new ReaderFrames();
  readonly #recording = new RecordingDecoder();
  readonly #waiting = new Map<number, Waiting>();
  #askedMs: number | undefined;
  #lastId = 0;
  #stderr = '';
  #refusal: string | undefined;
  #isOver = false;

  constructor(host: HostName, command: RemoteCommand, events: ConnectionEvents) {
    this.#host = host;
    this.#events = events;
    this.#ssh = spawn('ssh', sshArguments(host, command), { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#ssh.stdout?.on('data', (bytes: Buffer) => this.#take(bytes));
    this.#ssh.stderr?.on('data', (bytes: Buffer) => {
      this.#stderr = (this.#stderr + bytes.toString()).slice(-MAX_STDERR);
    });
    // What is written to one that has ended is told by its end.
    this.#ssh.stdin?.on('error', () => undefined);
    this.#ssh.on('error', (error) => this.#end(`ssh cannot be started: ${printable(error.message)}`));
    this.#ssh.on('close', (code) => this.#end(this.#refusal ?? this.#describeEnd(code)));
    this.requestSample();
  }

  /** When the sample was asked for that has not come yet. */
  get askedMs(): number | undefined {
    return this.#askedMs;
  }

  /** Asks for a sample; does nothing while one is under way. */
  requestSample(): void {
    if (this.#askedMs !== undefined || this.#isOver) return;
    this.#askedMs = readMonotonicMs();
    this.#send({ type: 'sample' });
  }

  /** As `exchange` with a socket of this machine. @throws PortholeError as that. */
  exchange(socket: string, request: string | undefined, deadlineMs: number): Promise<Buffer> {
    return this.#ask({ type: 'exchange', socket, request, deadlineMs }, deadlineMs);
  }

  /** Some lines of a source file of a process there: the JSON of a `SourceExcerpt`. @throws PortholeError as `exchange`. */
  readSource(pid: number, file: string, line: number): Promise<Buffer> {
    return this.#ask({ type: 'source', pid, file, line }, SOURCE_MS);
  }

  #ask(request: Unnumbered, deadlineMs: number): Promise<Buffer> {
    const { label } = this.#host;
    if (this.#isOver || !this.#frames.isBegun) return Promise.reject(this.#lost());
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => {
        settle();
        reject(new PortholeError('no-answer', `${label}: no answer over ssh: the line is slow or gone`));
      }, deadlineMs + LINE_MS);
      const settle = (): void => {
        clearTimeout(deadline);
        this.#waiting.delete(id);
      };
      this.#waiting.set(id, {
        resolve: (bytes) => {
          settle();
          resolve(bytes);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      });
      this.#send({ ...request, id });
    });
  }

  /** Ends it; the reader on the other side ends with it. Can be called again. */
  close(reason = 'closed'): void {
    this.#ssh.kill();
    this.#end(reason);
  }

  #send(request: ReaderRequest): void {
    this.#ssh.stdin?.write(`${JSON.stringify(request)}\n`);
  }

  #take(bytes: Buffer): void {
    if (this.#isOver) return;
    try {
      for (const frame of this.#frames.push(bytes)) {
        if (frame.type === 'json') this.#takeMessage(frame.value);
        else if (frame.type === 'answer') this.#waiting.get(frame.id)?.resolve(Buffer.from(frame.bytes));
        else this.#takeRecording(frame.bytes);
      }
    } catch (thrown) {
      this.close(printable(messageOf(thrown)));
    }
  }

  #takeMessage(value: Readonly<Record<string, unknown>>): void {
    const message = parseReaderMessage(value);
    if (message?.type === 'refused') this.#refusal = printable(message.message);
    if (message?.type !== 'failed') return;
    const error = new PortholeError(message.code, printable(`${this.#host.label}: ${message.message}`));
    this.#waiting.get(message.id)?.reject(error);
  }

  #takeRecording(bytes: Uint8Array): void {
    for (const item of this.#recording.push(bytes)) {
      if (item.type === 'unreadable') this.close(OTHER_PORTHOLE);
      if (item.type !== 'sample') continue;
      const askedMs = this.#askedMs ?? readMonotonicMs();
      this.#askedMs = undefined;
      this.#events.onSample(item.sample, askedMs);
    }
  }

  #describeEnd(code: number | null): string {
    if (code === 0 && !this.#frames.isBegun) return OTHER_PORTHOLE;
    return describeSshEnd(this.#host, code, this.#stderr);
  }

  #end(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const { reject } of this.#waiting.values()) reject(this.#lost());
    this.#events.onEnd(reason);
  }

  #lost(): PortholeError {
    return new PortholeError('connection-lost', `${this.#host.label}: no connection just now: try again`);
  }
}

// What the way there and back may take beside the exchange itself.
const LINE_MS = 10_000;
