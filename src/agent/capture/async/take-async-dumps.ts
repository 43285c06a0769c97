import { performance } from 'node:perf_hooks';
import { clearInterval, setInterval } from 'node:timers';
import { PortholeError } from '../../../errors.js';
import type { AsyncDump, AsyncPrice } from '../../../format/async-dump.js';
import type { ExitGate } from '../../exit-gate.js';
import { Turns } from '../../turns.js';
import type { LocalsChoice } from '../capture-thread.js';
import { MainSession } from '../main-session.js';
import { priceOf } from './async-price.js';
import { type CapturedAsync, captureAsync, readHeapBytes } from './capture-async.js';

// A program that ends waits for its sessions a second at most.
const EXIT_LOOK_INTERVAL_MS = 50;

/** Takes async dumps of this process, one at a time. */
export interface AsyncDumper {
  /** What a dump would cost now. */
  readonly readPrice: () => Promise<AsyncPrice>;
  /** @throws PortholeError `not-permitted`, with the price, when that is too high and it is not forced. */
  readonly takeDump: (locals: LocalsChoice, isForced: boolean) => Promise<AsyncDump>;
}

/**
 * @param turns In which a snapshot is taken, so that no other dump meets a thread that stands still for us.
 * @param limitMs A dump with a longer pause must be forced.
 */
export function createAsyncDumper(name: string, gate: ExitGate, turns: Turns, limitMs: number): AsyncDumper {
  const pending = new Map<string, Promise<AsyncDump>>();
  const ownTurns = new Turns();
  let slowness = 1;
  const price = (session: MainSession): Promise<AsyncPrice> =>
    readHeapBytes(session).then((heapBytes) => priceOf(heapBytes, limitMs, slowness));
  const take = (locals: LocalsChoice, isForced: boolean): Promise<AsyncDump> =>
    inSession(gate, async (session) => {
      const cost = await price(session);
      if (cost.refusal !== undefined && !isForced) {
        throw new PortholeError('not-permitted', `refused: ${cost.refusal}; it must be forced`);
      }
      const dump = await describeDump(name, locals, () =>
        captureAsync({ session, turns, price: cost, wantsLocals: locals === 'taken', isEnding: () => gate.isClosed }),
      );
      slowness = Math.max(1, (slowness * dump.pausedMs) / cost.expectedPauseMs);
      return dump;
    });
  return {
    readPrice: () => inSession(gate, price),
    takeDump: (locals, isForced) => {
      const key = `${locals} ${isForced}`;
      const known = pending.get(key);
      if (known !== undefined) return known;
      const dump = ownTurns.take(() => take(locals, isForced)).finally(() => pending.delete(key));
      pending.set(key, dump);
      return dump;
    },
  };
}

async function inSession<T>(gate: ExitGate, work: (session: MainSession) => Promise<T>): Promise<T> {
  if (!gate.enter()) throw new PortholeError('connection-lost', 'the process is ending');
  try {
    using session = new MainSession();
    // What was asked is then answered with an error, and the program goes on with its end.
    const look = setInterval(() => gate.isClosed && session[Symbol.dispose](), EXIT_LOOK_INTERVAL_MS);
    try {
      return await work(session);
    } finally {
      clearInterval(look);
    }
  } finally {
    gate.leave();
  }
}

async function describeDump(
  name: string,
  locals: LocalsChoice,
  capture: () => Promise<CapturedAsync>,
): Promise<AsyncDump> {
  const capturedWallMs = Date.now();
  const startedMs = performance.now();
  const { pausedMs, suspended, groups, questions, longestQuestionMs, omitted, unasked } = await capture();
  const notes = [
    locals === 'forbidden' ? 'locals are switched off in this process (PORTHOLE_LOCALS=0)' : undefined,
    omitted > 0 ? `${omitted} more groups are left out` : undefined,
    unasked > 0
      ? `${unasked} groups were not asked where they wait: that would have held the program up too long`
      : undefined,
  ].filter((note) => note !== undefined);
  return {
    version: 1,
    pid: process.pid,
    name,
    nodeVersion: process.version,
    capturedWallMs,
    tookMs: performance.now() - startedMs,
    pausedMs,
    questions,
    longestQuestionMs,
    suspended,
    groups,
    note: notes.length === 0 ? undefined : notes.join('; '),
  };
}
