import { AGENT_FIELDS } from '../../format/agent-fields.js';
import type { Registry } from '../registry.js';

const DEFAULT_MS = 1000;
// A main thread that is a little late is no news: a collection takes as long.
const SHORTEST_MS = 20;
const LONGEST_MS = 86_400_000;

/** What `PORTHOLE_STALL_MS` asks for: how late the event loop is when that is a stall, 0 for no watch. */
export function readStallSetting(setting: string | undefined): { readonly stallMs: number; readonly isWrong: boolean } {
  if (setting === undefined || setting === '') return { stallMs: DEFAULT_MS, isWrong: false };
  const stallMs = Number(setting);
  const isRight = stallMs === 0 || (stallMs >= SHORTEST_MS && stallMs <= LONGEST_MS);
  return isRight ? { stallMs, isWrong: false } : { stallMs: DEFAULT_MS, isWrong: true };
}

/** Makes the fields that our worker writes when the event loop of this thread stands still. */
export function addStallFields(registry: Registry): void {
  registry.counter(AGENT_FIELDS.stalls, { unit: 'stalls', help: 'Times that the event loop stood still' });
  registry.gauge(AGENT_FIELDS.stallLast, { unit: 'ms', help: 'How long it stood still the last time' });
  registry.gauge(AGENT_FIELDS.stallLongest, { unit: 'ms', help: 'The longest time that it stood still' });
}
