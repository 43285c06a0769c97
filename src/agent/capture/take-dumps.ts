import { performance } from 'node:perf_hooks';
import { PortholeError } from '../../errors.js';
import type { StackDump, ThreadDump } from '../../format/stack-dump.js';
import type { ExitGate } from '../exit-gate.js';
import type { Turns } from '../turns.js';
import { captureMain, type LocalsChoice } from './capture-main.js';

/** Takes a dump of this process, or shares the one that is being taken with the same options. */
export type TakeDump = (locals: LocalsChoice) => Promise<StackDump>;

/**
 * Takes dumps one at a time, since two would pause the same thread.
 *
 * Who asks for the same thing at the same time gets the same dump, so however
 * many ask, no more dumps wait than there are choices of locals.
 */
export function createDumpTaker(name: string, gate: ExitGate, turns: Turns): TakeDump {
  const pending = new Map<LocalsChoice, Promise<StackDump>>();
  return (locals) => {
    const known = pending.get(locals);
    if (known !== undefined) return known;
    const dump = turns.take(() => takeDump(name, gate, locals)).finally(() => pending.delete(locals));
    pending.set(locals, dump);
    return dump;
  };
}

async function takeDump(name: string, gate: ExitGate, locals: LocalsChoice): Promise<StackDump> {
  const startedMs = performance.now();
  const capturedWallMs = Date.now();
  const threads = [await captureInside(gate, locals)];
  const tookMs = performance.now() - startedMs;
  return { version: 1, pid: process.pid, name, nodeVersion: process.version, capturedWallMs, tookMs, threads };
}

async function captureInside(gate: ExitGate, locals: LocalsChoice): Promise<ThreadDump> {
  if (!gate.enter()) throw new PortholeError('connection-lost', 'the process is ending');
  try {
    return await captureMain(locals);
  } finally {
    gate.leave();
  }
}
