import { performance } from 'node:perf_hooks';
import { messageOf } from '../../errors.js';
import { isPlainObject } from '../../format/json.js';
import type { CallFrame } from '../../format/stack-dump.js';
import { beforeDeadline } from './deadline.js';
import { describePlace } from './frame-place.js';
import { type Ask, makeListingTools } from './listed-values.js';
import { readLocals } from './scope-locals.js';
import type { Answer, ThreadSession } from './thread-session.js';

/** The stack of a thread that was stopped for a moment. */
export interface PausedStack {
  readonly frames: readonly CallFrame[];
  /** How long we held it; 0 when it stood still already. */
  readonly pausedMs: number;
  /** Whether another debugger had stopped it before us; then it is left as it was. */
  readonly isPausedByAnother: boolean;
  /** Why locals are missing; `undefined` when they are not. */
  readonly note: string | undefined;
}

// A busy main thread stopped in 8–15 ms (60 the first time), so this long without a stop means native code.
const PAUSE_DEADLINE_MS = 300;
const ENABLE_DEADLINE_MS = 1000;
// To go on takes the thread a moment at most; until then, the next dump would find it stopped.
const RESUME_DEADLINE_MS = 250;
// All that may be asked of a thread that stands still. What it is at then is done to its end whatever happens; to count a
// million keys takes it half a second, and the answer may as well be waited for.
const READ_DEADLINE_MS = 1000;
const MAX_FRAMES = 200;
const MAX_FRAMES_WITH_LOCALS = 50;

/**
 * What is asked of a thread that stands still. `ask` rejects when it has stood long enough;
 * `letGo` sends it on its way as soon as all that was asked before is answered.
 */
export type ReadStopped = (stopped: StoppedThread) => Promise<readonly CallFrame[]>;

export interface StoppedThread {
  readonly ask: Ask;
  readonly listingTools: unknown;
  readonly frames: readonly CallFrame[];
  /** For each frame. */
  readonly scopeChains: readonly (readonly unknown[])[];
  readonly letGo: () => void;
}

/**
 * Stops a busy thread, has `read` read its frames and values, and lets it go on.
 *
 * Cost to the thread: it stands still for 2–9 ms, with a local object of a million keys for half a second, and never for
 * longer than a second and what it is at then.
 *
 * @returns `undefined` when it did not stop in time: it became idle, or entered native code. No pause stays pending.
 */
export async function pauseStack(
  session: ThreadSession,
  read: ReadStopped = readFrames,
): Promise<PausedStack | undefined> {
  let isDone = false;
  let isPausedByAnother = false;
  let first: Answer | undefined;
  const paused = new Promise<Answer>((resolve) => {
    session.on('Debugger.paused', (params) => {
      first ??= params;
      // A pause that comes too late, or a `debugger` statement on the way out, must not hold the program.
      if (isDone && !isPausedByAnother) session.tell('Debugger.resume');
      else resolve(params);
    });
  });
  const resumed = new Promise<void>((resolve) => {
    session.on('Debugger.resumed', () => resolve());
  });
  const scriptUrls = new Map<unknown, unknown>();
  session.on('Debugger.scriptParsed', ({ scriptId, url }) => scriptUrls.set(scriptId, url));
  try {
    const listingTools = await makeListingTools((method, params) => session.ask(method, params, ENABLE_DEADLINE_MS));
    await session.ask('Debugger.enable', {}, ENABLE_DEADLINE_MS);
    // Who enables the debugger of a thread that stands still is told so at once.
    isPausedByAnother = first !== undefined;
    if (!isPausedByAnother) session.tell('Debugger.pause');
    const outcome = await beforeDeadline(paused, PAUSE_DEADLINE_MS);
    if (outcome.state === 'late') return undefined;
    const stopped = describeStopped(session, outcome.value, scriptUrls, listingTools, isPausedByAnother);
    const stack = await readStopped(stopped, read);
    if (isPausedByAnother) return { ...stack, pausedMs: 0, isPausedByAnother };
    await beforeDeadline(resumed, RESUME_DEADLINE_MS);
    return stack;
  } finally {
    isDone = true;
    session.tell('Debugger.disable');
  }
}

function describeStopped(
  session: ThreadSession,
  params: Answer,
  scriptUrls: ReadonlyMap<unknown, unknown>,
  listingTools: unknown,
  isPausedByAnother: boolean,
): StoppedThread {
  const endMs = performance.now() + READ_DEADLINE_MS;
  const callFrames = (Array.isArray(params['callFrames']) ? params['callFrames'] : []).slice(0, MAX_FRAMES);
  let isHeld = !isPausedByAnother;
  return {
    ask: (method, askParams) => session.ask(method, askParams, Math.max(1, endMs - performance.now())),
    listingTools,
    frames: callFrames.map((callFrame) => describeCallFrame(callFrame, scriptUrls)),
    scopeChains: callFrames.map(scopesOf),
    letGo: () => {
      if (isHeld) session.tell('Debugger.resume');
      isHeld = false;
    },
  };
}

async function readStopped(stopped: StoppedThread, read: ReadStopped): Promise<PausedStack> {
  const startedMs = performance.now();
  let { frames } = stopped;
  let note: string | undefined;
  try {
    frames = await read(stopped);
  } catch (error) {
    note = `not all locals were read: ${messageOf(error)}`;
  } finally {
    stopped.letGo();
  }
  return { frames, pausedMs: performance.now() - startedMs, isPausedByAnother: false, note };
}

async function readFrames(stopped: StoppedThread): Promise<readonly CallFrame[]> {
  const { ask, listingTools, frames, scopeChains, letGo } = stopped;
  const indexes = frames.flatMap((frame, index) => (frame.origin === 'application' ? [index] : []));
  const chosen = indexes.slice(0, MAX_FRAMES_WITH_LOCALS);
  const chains = chosen.map((index) => scopeChains[index] ?? []);
  const locals = await readLocals(ask, listingTools, chains, letGo);
  const byIndex = new Map(chosen.map((index, place) => [index, locals[place]]));
  return frames.map((frame, index) => ({ ...frame, locals: byIndex.get(index) }));
}

function scopesOf(callFrame: unknown): readonly unknown[] {
  return isPlainObject(callFrame) && Array.isArray(callFrame['scopeChain']) ? callFrame['scopeChain'] : [];
}

// The inspector counts lines and columns from 0, and names the script of a frame only when it was announced.
function describeCallFrame(callFrame: unknown, scriptUrls: ReadonlyMap<unknown, unknown>): CallFrame {
  if (!isPlainObject(callFrame)) return describePlace('', '', 0, 0);
  const { functionName, url } = callFrame;
  const location = isPlainObject(callFrame['location']) ? callFrame['location'] : {};
  const known = scriptUrls.get(location['scriptId']);
  return describePlace(
    typeof functionName === 'string' ? functionName : '',
    typeof known === 'string' ? known : typeof url === 'string' ? url : '',
    Number(location['lineNumber'] ?? -1) + 1,
    Number(location['columnNumber'] ?? -1) + 1,
  );
}
