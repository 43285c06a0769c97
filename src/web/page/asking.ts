import type { StackDump } from '../../format/stack-dump.js';
import type { StallReport } from '../../format/stalls.js';
import type { Asked, AskedProcess, TextDump } from './state.js';
import { change } from './store.js';

/** Takes a stack dump of a process, and shows it when it comes. */
export async function askDump(process: AskedProcess): Promise<void> {
  change({ pane: 'stack', dump: { state: 'asking', process } });
  change({ dump: await ask<StackDump | TextDump>(process, 'threads') });
}

/** Asks a process when its event loop stood still. */
export async function askStalls(process: AskedProcess): Promise<void> {
  change({ pane: 'stalls', stalls: { state: 'asking', process } });
  change({ stalls: await ask<StallReport>(process, 'stalls') });
}

async function ask<T>(process: AskedProcess, what: 'threads' | 'stalls'): Promise<Asked<T>> {
  try {
    const response = await fetch(`/processes/${process.pid}/${what}?${new URLSearchParams({ host: process.host })}`);
    // Our own server has parsed it: a dump, a report, or an error.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const answer = (await response.json()) as T & { readonly error?: string };
    if (response.ok) return { state: 'arrived', process, answer };
    return { state: 'failed', process, reason: answer.error ?? `status ${response.status}` };
  } catch {
    return { state: 'failed', process, reason: 'no answer: the connection is lost' };
  }
}
