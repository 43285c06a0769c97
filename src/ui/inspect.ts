import { messageOf } from '../errors.js';
import type { UiEffect, UiEvent } from './events.js';
import type { InspectionAnswer } from './inspection.js';
import type { DumpTarget, Inspections } from './services.js';

type Inspect = Extract<UiEffect, { readonly type: 'inspect' }>;

/**
 * Looks of one burst, and the time between two.
 *
 * Bursts follow each other while the tab is open. A look takes 0.5 ms of each thread's time (measured on an idle main
 * thread of Node 20 as CPU time): 25 of them a second 1.3 %.
 */
const BURST = { count: 25, intervalMs: 40 };

/** Asks a process; whatever comes of it is an event. Never rejects. */
export async function inspect(effect: Inspect, inspections: Inspections | undefined): Promise<UiEvent> {
  const { number } = effect;
  try {
    if (inspections === undefined) throw new Error('nobody can be asked here');
    return { type: 'inspected', number, answer: await answerOf(effect, inspections) };
  } catch (thrown) {
    return { type: 'inspectFailed', number, reason: messageOf(thrown) };
  }
}

async function answerOf({ kind, target, isForced }: Inspect, inspections: Inspections): Promise<InspectionAnswer> {
  if (kind === 'stalls') return { kind, report: await inspections.readStalls(target) };
  const asked: DumpTarget = { pid: target.target.pid, socket: target.socket ?? '' };
  switch (kind) {
    case 'inFlight':
      return { kind, report: await inspections.requestInFlight(asked) };
    case 'samples':
      return { kind, samples: await inspections.requestSamples(asked, BURST.count, BURST.intervalMs) };
    case 'asyncPrice':
      return { kind, price: await inspections.requestAsyncPrice(asked) };
    default:
      return { kind, dump: await inspections.requestAsyncDump(asked, isForced) };
  }
}
