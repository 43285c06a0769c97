import { performance } from 'node:perf_hooks';
import { isPlainObject } from '../../format/json.js';
import type { CallFrame } from '../../format/stack-dump.js';
import { beforeDeadline } from './deadline.js';
import { describePlace } from './frame-place.js';
import type { Answer, Ask, MainSession } from './main-session.js';
import { readLocals } from './scope-locals.js';

/** The stack of a thread that was stopped for a moment. */
export interface PausedStack {
  readonly frames: readonly CallFrame[];
  readonly pausedMs: number;
  /** Why locals are missing; `undefined` when they are not. */
  readonly note: string | undefined;
}

// A busy main thread stopped in 8–15 ms (60 the first time), so this long without a stop means native code.
const PAUSE_DEADLINE_MS = 300;
const ENABLE_DEADLINE_MS = 1000;
// All that may be asked of a thread that stands still.
const READ_DEADLINE_MS = 250;
const MAX_FRAMES = 200;
const MAX_FRAMES_WITH_LOCALS = 8;

/**
 * Stops the busy main thread, reads its frames and locals, and lets it go on.
 *
 * Cost to the main thread: it stands still for 2–9 ms, never longer than a quarter of a second.
 *
 * @returns `undefined` when it did not stop in time: it became idle, or entered native code. No pause stays pending.
 */
export async function pauseStack(session: MainSession): Promise<PausedStack | undefined> {
  let isDone = false;
  const paused = new Promise<Answer>((resolve) => {
    session.on('Debugger.paused', (params) => {
      // A pause that comes too late, or a `debugger` statement on the way out, must not hold the program.
      if (isDone) session.tell('Debugger.resume');
      else resolve(params);
    });
  });
  const scriptUrls = new Map<unknown, unknown>();
  session.on('Debugger.scriptParsed', ({ scriptId, url }) => scriptUrls.set(scriptId, url));
  try {
    await session.ask('Debugger.enable', {}, ENABLE_DEADLINE_MS);
    session.tell('Debugger.pause');
    const outcome = await beforeDeadline(paused, PAUSE_DEADLINE_MS);
    return outcome.state === 'came' ? await readPaused(session, outcome.value, scriptUrls) : undefined;
  } finally {
    isDone = true;
    session.tell('Debugger.disable');
  }
}

async function readPaused(
  session: MainSession,
  params: Answer,
  scriptUrls: ReadonlyMap<unknown, unknown>,
): Promise<PausedStack> {
  const startedMs = performance.now();
  const elapsedMs = (): number => performance.now() - startedMs;
  const ask: Ask = (method, askParams = {}) => {
    return session.ask(method, askParams, Math.max(1, READ_DEADLINE_MS - elapsedMs()));
  };
  const callFrames = (Array.isArray(params['callFrames']) ? params['callFrames'] : []).slice(0, MAX_FRAMES);
  const frames = callFrames.map((callFrame) => describeCallFrame(callFrame, scriptUrls));
  let note: string | undefined;
  try {
    for (const index of framesWithLocals(frames)) {
      const frame = frames[index];
      const scopeChain = scopesOf(callFrames[index]);
      if (frame !== undefined) frames[index] = { ...frame, locals: await readLocals(ask, scopeChain) };
    }
  } catch (error) {
    note = `not all locals were read: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    session.tell('Debugger.resume');
  }
  return { frames, pausedMs: elapsedMs(), note };
}

function framesWithLocals(frames: readonly CallFrame[]): readonly number[] {
  const indexes = frames.flatMap((frame, index) => (frame.origin === 'application' ? [index] : []));
  return indexes.slice(0, MAX_FRAMES_WITH_LOCALS);
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
