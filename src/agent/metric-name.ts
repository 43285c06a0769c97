import { PortholeError } from '../errors.js';
import { AGENT_FIELDS } from '../format/agent-fields.js';
import { META_LABEL } from '../format/metric-meta.js';

const MAX_NAME_BYTES = 255;
const FORBIDDEN = /[\s\p{Cc}\p{Cf}{}"'`\\]/u;
const TAKEN: ReadonlySet<string> = new Set([...Object.values(AGENT_FIELDS), META_LABEL]);

/**
 * Refuses a name that the stats file or a reader could not take.
 *
 * @throws PortholeError `invalid-name`.
 */
export function checkMetricName(name: unknown): asserts name is string {
  const reason = reasonAgainst(name);
  if (reason !== undefined) throw new PortholeError('invalid-name', `metric name ${JSON.stringify(name)}: ${reason}`);
}

/** Whether the agent writes a metric of this name itself. */
export function isTakenName(name: string): boolean {
  return TAKEN.has(name);
}

function reasonAgainst(name: unknown): string | undefined {
  if (typeof name !== 'string') return 'a name is a string';
  if (name === '') return 'a name has at least one character';
  if (!name.isWellFormed()) return 'it is no valid Unicode';
  if (new TextEncoder().encode(name).length > MAX_NAME_BYTES) return `it is longer than ${MAX_NAME_BYTES} bytes`;
  if (FORBIDDEN.test(name)) return 'no white space, control characters, braces, quotes or backslashes';
  return undefined;
}
