import { performance } from 'node:perf_hooks';
import type { StackDump } from '../../format/stack-dump.js';
import type { LocalsChoice } from './capture-thread.js';
import type { Inspection } from './inspection.js';

/** Takes a dump of this process, or shares the one that is being taken with the same options. */
export type TakeDump = (locals: LocalsChoice) => Promise<StackDump>;

/**
 * Takes dumps. Who asks for the same thing at the same time gets the same dump, so however
 * many ask, no more dumps wait than there are choices of locals.
 */
export function createDumpTaker(name: string, inspection: Inspection): TakeDump {
  const pending = new Map<LocalsChoice, Promise<StackDump>>();
  return (locals) => {
    const known = pending.get(locals);
    if (known !== undefined) return known;
    const dump = takeDump(name, inspection, locals).finally(() => pending.delete(locals));
    pending.set(locals, dump);
    return dump;
  };
}

async function takeDump(name: string, inspection: Inspection, locals: LocalsChoice): Promise<StackDump> {
  const startedMs = performance.now();
  const capturedWallMs = Date.now();
  const threads = await inspection.captureThreads(locals);
  const tookMs = performance.now() - startedMs;
  return { version: 1, pid: process.pid, name, nodeVersion: process.version, capturedWallMs, tookMs, threads };
}
