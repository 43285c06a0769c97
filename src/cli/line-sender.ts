import { connect, type Socket } from 'node:net';
import { messageOf } from '../errors.js';

/** Where lines go, and what is to be heard of the connection. */
export interface LineSenderOptions {
  readonly host: string;
  readonly port: number;
  /** The connection was lost or refused; said once until it is there again. */
  readonly onDown: (reason: string) => void;
  readonly onUp: () => void;
  /** So many lines wait at most; the default is 100,000. */
  readonly maxQueued?: number;
}

/** What became of the lines. */
export interface SenderCounts {
  readonly sent: number;
  /** Too many waited, or the connection broke with them on their way. */
  readonly dropped: number;
  readonly queued: number;
}

const MAX_QUEUED = 100_000;
const BATCH_LINES = 1000;
const FIRST_RETRY_MS = 250;
const MAX_RETRY_MS = 30_000;
const CONNECT_DEADLINE_MS = 10_000;

/**
 * Sends lines over one TCP connection, which it makes again when it breaks, later and later.
 *
 * No line is sent twice: the protocol has no answer, so nobody knows what of
 * a batch has arrived when the connection breaks under it; it counts as dropped.
 */
export class LineSender {
  readonly #options: LineSenderOptions;
  #queue: string[] = [];
  #sent = 0;
  #dropped = 0;
  #socket: Socket | undefined;
  /** Of the batch that the system has not taken yet. */
  #onTheirWay = 0;
  #isUp = false;
  #isDown = false;
  #isClosed = false;
  #retryMs = FIRST_RETRY_MS;
  #retry: NodeJS.Timeout | undefined;
  #idle: (() => void)[] = [];

  constructor(options: LineSenderOptions) {
    this.#options = options;
    this.#connect();
  }

  get counts(): SenderCounts {
    return { sent: this.#sent, dropped: this.#dropped, queued: this.#queue.length + this.#onTheirWay };
  }

  /** Puts lines behind those that wait; of too many the oldest are dropped. */
  append(lines: readonly string[]): void {
    this.#queue.push(...lines);
    const tooMany = this.#queue.length - (this.#options.maxQueued ?? MAX_QUEUED);
    if (tooMany > 0) {
      this.#queue.splice(0, tooMany);
      this.#dropped += tooMany;
    }
    this.#sendNext();
  }

  /** Resolves when nothing waits any more, or after `deadlineMs`. */
  async flush(deadlineMs: number): Promise<void> {
    if (this.counts.queued === 0) return;
    await new Promise<void>((resolve) => {
      const deadline = setTimeout(resolve, deadlineMs);
      this.#idle.push(() => {
        clearTimeout(deadline);
        resolve();
      });
    });
  }

  /** Ends the connection when the other side has all that was sent; what still waits is dropped. */
  async close(deadlineMs: number): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    this.#dropped += this.#queue.length;
    this.#queue = [];
    const socket = this.#socket;
    if (socket === undefined || socket.destroyed) return;
    await new Promise<void>((resolve) => {
      const deadline = setTimeout(() => socket.destroy(), deadlineMs);
      socket.once('close', () => {
        clearTimeout(deadline);
        resolve();
      });
      socket.end();
      // Carbon says nothing, and its end of file comes only to who reads.
      socket.resume();
    });
  }

  #connect(): void {
    const { host, port } = this.#options;
    const socket = connect({ host, port });
    this.#socket = socket;
    let reason = 'the connection was closed';
    socket.setTimeout(CONNECT_DEADLINE_MS, () => socket.destroy(new Error('no answer')));
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.resume();
      this.#isUp = true;
      if (this.#isDown) this.#options.onUp();
      this.#isDown = false;
      this.#sendNext();
    });
    socket.on('error', (error) => {
      reason = messageOf(error) || 'the connection was refused';
    });
    // The other side goes: what is written from now on would be lost unseen.
    socket.once('end', () => {
      this.#isUp = false;
    });
    socket.once('close', () => this.#lose(reason));
  }

  #lose(reason: string): void {
    this.#isUp = false;
    this.#dropped += this.#onTheirWay;
    this.#onTheirWay = 0;
    this.#wakeIdle();
    if (this.#isClosed) return;
    if (!this.#isDown) this.#options.onDown(reason);
    this.#isDown = true;
    this.#retry = setTimeout(() => this.#connect(), this.#retryMs * (0.5 + Math.random() / 2));
    this.#retryMs = Math.min(MAX_RETRY_MS, this.#retryMs * 2);
  }

  // One batch at a time: the fewer are on their way, the fewer are lost with the connection.
  #sendNext(): void {
    const socket = this.#socket;
    if (!this.#isUp || this.#onTheirWay > 0 || socket === undefined) return;
    const batch = this.#queue.splice(0, BATCH_LINES);
    if (batch.length === 0) {
      this.#wakeIdle();
      return;
    }
    this.#onTheirWay = batch.length;
    socket.write(`${batch.join('\n')}\n`, (error) => {
      // A broken connection counts them when it closes.
      if (error != null || this.#onTheirWay === 0 || socket !== this.#socket) return;
      this.#sent += this.#onTheirWay;
      this.#onTheirWay = 0;
      this.#retryMs = FIRST_RETRY_MS;
      this.#sendNext();
    });
  }

  #wakeIdle(): void {
    if (this.counts.queued > 0) return;
    for (const wake of this.#idle.splice(0)) wake();
  }
}
