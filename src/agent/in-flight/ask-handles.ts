import { type HandleList, parseHandleList } from '../../format/in-flight.js';
import { isPlainObject } from '../../format/json.js';
import { MainSession } from '../capture/main-session.js';
import type { ExitGate } from '../exit-gate.js';
import type { Turns } from '../turns.js';
import { HANDLES_EXPRESSION } from './handle-hook.js';
import { listKernelHandles } from './kernel-handles.js';

const ANSWER_DEADLINE_MS = 300;

/**
 * What keeps the process alive, as its main thread knows it; while that does not answer, what the kernel knows of it.
 * Never rejects. Cost to the main thread: under a millisecond.
 */
export function askHandles(turns: Turns, gate: ExitGate): Promise<HandleList> {
  return turns.take(async () => (await askMain(gate)) ?? { source: 'kernel', handles: listKernelHandles() });
}

async function askMain(gate: ExitGate): Promise<HandleList | undefined> {
  if (!gate.enter()) return undefined;
  try {
    using session = new MainSession();
    const params = { expression: HANDLES_EXPRESSION, returnByValue: true, silent: true };
    const { result } = await session.ask('Runtime.evaluate', params, ANSWER_DEADLINE_MS);
    const text = isPlainObject(result) ? result['value'] : undefined;
    return typeof text === 'string' ? parseHandleList(JSON.parse(text)) : undefined;
  } catch {
    return undefined;
  } finally {
    gate.leave();
  }
}
