import { setTimeout as wait } from 'node:timers/promises';
import { messageOf, PortholeError, systemCodeOf } from '../errors.js';
import { formatDurationMs } from '../units.js';
import { Inspector, isInspector } from './attach-inspector.js';
import { describeListener, type Listener, listListeners } from './attach-port.js';
import { readMonotonicMs } from './clock.js';
import { readProcess } from './process-info.js';

const LOOK_INTERVAL_MS = 10;
// An idle or busy main thread took under 30 ms to open its port; whose port another process has taken does not open it.
const SIGNAL_AGAIN_AFTER_MS = 500;
const CLOSE_DEADLINE_MS = 3000;
const CLOSE_ANSWER_MS = 500;

/** Gives the functions of Node in any kind of program, in the midst of whatever it is doing. */
export const LOAD_FUNCTION =
  "const load = typeof process.getBuiltinModule === 'function' ? (name) => process.getBuiltinModule(name) : " +
  'process.mainModule !== undefined ? (name) => process.mainModule.require(name) : require;';
const CLOSE = `(() => { try { ${LOAD_FUNCTION} load('node:inspector').close(); } catch {} return 'closed'; })()`;

/**
 * Makes a process open its inspector, by SIGUSR1, and finds where.
 *
 * Several processes take the same port one after the other: it is waited for until it is free.
 *
 * @throws PortholeError `no-answer` after the deadline, with `cause` true when the port may still open.
 */
export async function openInspector(pid: number, inspectorPort: number, deadlineMs: number): Promise<Listener> {
  const untilMs = readMonotonicMs() + deadlineMs;
  for (;;) {
    await waitUntilFree(pid, inspectorPort, untilMs);
    const before = new Set(listListeners(pid).map(({ inode }) => inode));
    sendSignal(pid);
    const signalledMs = readMonotonicMs();
    let wasTaken = false;
    while (readMonotonicMs() < untilMs) {
      await wait(LOOK_INTERVAL_MS);
      const listeners = listListeners(pid);
      for (const each of listeners) if (each.isOwn && !before.has(each.inode) && (await isInspector(each))) return each;
      if (readProcess(pid).state === 'gone') throw new PortholeError('not-found', 'it has ended');
      wasTaken ||= listeners.some(({ port, isOwn }) => port === inspectorPort && !isOwn);
      if (wasTaken && readMonotonicMs() - signalledMs > SIGNAL_AGAIN_AFTER_MS) break;
    }
    if (readMonotonicMs() >= untilMs) throw new LateInspector(deadlineMs);
  }
}

/** It was asked to open its inspector and has not: it will when its main thread comes back from native code. */
export class LateInspector extends PortholeError {
  constructor(deadlineMs: number) {
    const waited = formatDurationMs(deadlineMs);
    super(
      'no-answer',
      `it opened no inspector in ${waited}: its main thread is in native code, or it has one open already; should it open yet, it will be closed`,
    );
  }
}

/**
 * Closes the inspector, and waits until its port is gone.
 *
 * @param session A connection that may be open still.
 * @returns Whether it is closed; `false` when its main thread did nothing for 3 s.
 */
export async function closeInspector(pid: number, listener: Listener, session?: Inspector): Promise<boolean> {
  const untilMs = readMonotonicMs() + CLOSE_DEADLINE_MS;
  while (readMonotonicMs() < untilMs) {
    try {
      // Its last client gets no answer: the connection is closed with the port.
      if (session?.isOpen === true) await session.evaluate(CLOSE, CLOSE_ANSWER_MS);
      else if (isListening(pid, listener)) {
        using another = await Inspector.connect(listener);
        await another.evaluate(CLOSE, CLOSE_ANSWER_MS);
      }
    } catch {
      // Told by the port.
    }
    if (!isListening(pid, listener)) return true;
    await wait(LOOK_INTERVAL_MS);
  }
  return false;
}

/**
 * Waits for an inspector that was asked for and has not opened yet, and closes it.
 *
 * @returns Whether it was closed; `false` when the process ended before, or the time is over.
 */
export async function closeLateInspector(pid: number, inspectorPort: number, deadlineMs: number): Promise<boolean> {
  const before = new Set(listListeners(pid).map(({ inode }) => inode));
  let untilMs = readMonotonicMs() + deadlineMs;
  let isClosed = false;
  const { startTicks } = { startTicks: undefined, ...readProcess(pid) };
  while (readMonotonicMs() < untilMs) {
    const look = readProcess(pid);
    if (look.state === 'gone' || look.state === 'hidden' || look.startTicks !== startTicks) return isClosed;
    const candidates = listListeners(pid).filter(
      ({ isOwn, inode, port }) => isOwn && (port === inspectorPort || !before.has(inode)),
    );
    for (const candidate of candidates) {
      if ((await isInspector(candidate)) && (await closeInspector(pid, candidate))) {
        isClosed = true;
        // It may have been asked twice.
        untilMs = Math.min(untilMs, readMonotonicMs() + CLOSE_DEADLINE_MS);
      }
    }
    await wait(LOOK_INTERVAL_MS * 10);
  }
  return isClosed;
}

function isListening(pid: number, { inode }: Listener): boolean {
  return listListeners(pid).some((each) => each.inode === inode);
}

async function waitUntilFree(pid: number, inspectorPort: number, untilMs: number): Promise<void> {
  for (;;) {
    const taken = listListeners(pid).find(({ port }) => inspectorPort !== 0 && port === inspectorPort);
    if (taken === undefined) return;
    if (readMonotonicMs() >= untilMs) {
      const where = describeListener(taken);
      throw new PortholeError(
        'not-permitted',
        `its inspector would take ${where}, which another process has: close that first`,
      );
    }
    // Not in step with others that wait for the same port.
    await wait(LOOK_INTERVAL_MS * (1 + 4 * Math.random()));
  }
}

function sendSignal(pid: number): void {
  try {
    process.kill(pid, 'SIGUSR1');
  } catch (thrown) {
    if (systemCodeOf(thrown) === 'ESRCH') throw new PortholeError('not-found', 'it has ended', { cause: thrown });
    throw new PortholeError('not-permitted', `it takes no signal from you: ${messageOf(thrown)}`, { cause: thrown });
  }
}
