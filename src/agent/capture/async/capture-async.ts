import { performance } from 'node:perf_hooks';
import { PortholeError } from '../../../errors.js';
import type { AsyncPrice } from '../../../format/async-dump.js';
import { isPlainObject } from '../../../format/json.js';
import type { Turns } from '../../turns.js';
import { type Ask, makeListingTools } from '../listed-values.js';
import type { MainSession } from '../main-session.js';
import { readLocals } from '../scope-locals.js';
import { HeapGraph } from './heap-graph.js';
import { OBJECT_GROUP, questionFunction, type ReadScopes } from './question-function.js';
import { type QuestionedGroups, questionGroups } from './question-groups.js';
import { findSuspended, KNOWN_NAMES } from './suspended.js';

// A main thread that runs JavaScript, or none, answers in some ms.
const ANSWER_DEADLINE_MS = 1000;
const QUESTION_DEADLINE_MS = 10_000;
// So slow is only a machine that swaps.
const PATIENCE = 20;
// A small heap is asked quickly, whatever the pause was.
const MIN_BUDGET_MS = 1000;

/** What was found in a heap. */
export interface CapturedAsync extends QuestionedGroups {
  readonly pausedMs: number;
  readonly suspended: number;
}

/** How a heap is looked at. */
export interface AsyncCapture {
  readonly session: MainSession;
  /** In which the snapshot is taken. */
  readonly turns: Turns;
  readonly price: AsyncPrice;
  readonly wantsLocals: boolean;
  /** Whether the program waits for us to let it end. */
  readonly isEnding: () => boolean;
}

/** How much the heap of the main thread holds now, in bytes. @throws PortholeError `no-answer` when it is in native code. */
export async function readHeapBytes(session: MainSession): Promise<number> {
  const { usedSize } = await session.ask('Runtime.getHeapUsage', {}, ANSWER_DEADLINE_MS);
  return Number(usedSize);
}

/**
 * Finds the suspended functions of the main thread. Called from our worker; one at a time.
 *
 * Cost to the main thread: it stands still while V8 makes a snapshot of its heap and sends it here, see
 * {@link AsyncPrice}; then for a tenth of that per question, for as long as the snapshot took in all.
 */
export async function captureAsync(capture: AsyncCapture): Promise<CapturedAsync> {
  const { session, turns, wantsLocals } = capture;
  const graph = new HeapGraph(KNOWN_NAMES);
  await session.ask('HeapProfiler.enable', {}, ANSWER_DEADLINE_MS);
  try {
    const pausedMs = await turns.take(() => readSnapshot(capture, graph));
    const suspended = findSuspended(graph);
    const ask: Ask = (method, params) => session.ask(method, params, QUESTION_DEADLINE_MS);
    const readScopes = wantsLocals ? await scopeReader(ask) : undefined;
    const question = (heapId: number): ReturnType<typeof questionFunction> => questionFunction(ask, heapId, readScopes);
    const questioned = await questionGroups(graph, suspended, question, Math.max(MIN_BUDGET_MS, pausedMs));
    await ask('Runtime.releaseObjectGroup', { objectGroup: OBJECT_GROUP });
    return { ...questioned, pausedMs, suspended: suspended.size };
  } finally {
    // Until then V8 follows every object that the snapshot gave an id.
    session.tell('HeapProfiler.disable');
  }
}

async function scopeReader(ask: Ask): Promise<ReadScopes> {
  const tools = await makeListingTools(ask);
  return async (scopeChain) => (await readLocals(ask, tools, [scopeChain], () => undefined))[0] ?? [];
}

// The clock is read by the thread that stands still: before and after, in the same queue.
async function readSnapshot({ session, price, isEnding }: AsyncCapture, graph: HeapGraph): Promise<number> {
  const deadlineMs = ANSWER_DEADLINE_MS + PATIENCE * price.expectedPauseMs;
  let failure: unknown;
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => {
    try {
      if (isEnding()) session[Symbol.dispose]();
      else if (failure === undefined) graph.write(String(chunk));
    } catch (error) {
      failure = error;
    }
  });
  const sentMs = performance.now();
  const before = readClock(session, deadlineMs);
  const snapshot = session.ask('HeapProfiler.takeHeapSnapshot', { exposeInternals: true }, deadlineMs);
  const after = readClock(session, deadlineMs);
  // Node 26 takes the snapshot a little later: what comes then before it says nothing of its end.
  const isAfter = await Promise.race([snapshot.then(() => true), after.then(() => false)]);
  const [startedMs, , endedMs] = await Promise.all([before, snapshot, after]);
  if (failure !== undefined) throw failure;
  if (!graph.isComplete) throw new PortholeError('bad-answer', 'the snapshot of the heap was cut short');
  return isAfter ? endedMs - startedMs : performance.now() - sentMs;
}

async function readClock(session: MainSession, deadlineMs: number): Promise<number> {
  const fallbackMs = performance.now();
  const params = { expression: 'performance.now()', returnByValue: true, silent: true };
  const { result } = await session.ask('Runtime.evaluate', params, deadlineMs);
  const value = isPlainObject(result) ? result['value'] : undefined;
  return typeof value === 'number' ? value : fallbackMs;
}
