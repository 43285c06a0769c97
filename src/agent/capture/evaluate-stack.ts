import { isPlainObject } from '../../format/json.js';
import type { CallFrame } from '../../format/stack-dump.js';
import { OWN_FRAMES, STACK_EXPRESSION } from '../stack-expression.js';
import { describePlace } from './frame-place.js';
import type { ThreadSession } from './thread-session.js';

/**
 * The JavaScript stack of a thread, innermost first; empty when it is idle.
 *
 * A thread in native code answers when it comes back, with the place where it does.
 * Cost to the thread: well under a millisecond; its code stays optimised.
 */
export async function evaluateStack(session: ThreadSession): Promise<readonly CallFrame[]> {
  const params = { expression: STACK_EXPRESSION, returnByValue: true, silent: true };
  const { result } = await session.askForEver('Runtime.evaluate', params);
  const text = isPlainObject(result) ? result['value'] : undefined;
  if (typeof text !== 'string') return [];
  return parseStack(text);
}

/** Reads what {@link STACK_EXPRESSION} gives. */
export function parseStack(text: string): readonly CallFrame[] {
  return (text.startsWith('[') ? parseSites(text) : parseStackText(text)).slice(OWN_FRAMES);
}

function parseSites(text: string): readonly CallFrame[] {
  const sites: unknown = JSON.parse(text);
  if (!Array.isArray(sites)) return [];
  return sites.map((site: unknown) => {
    const [functionName, file, line, column]: readonly unknown[] = Array.isArray(site) ? site : [];
    return describePlace(String(functionName), String(file), Number(line), Number(column));
  });
}

function parseStackText(text: string): readonly CallFrame[] {
  const lines = text.split('\n').filter((line) => line.startsWith('    at '));
  return lines.map((line) => {
    const [, functionName = '', file = '', row, column] =
      /^ {4}at (?:(.+) \()?(.*?)(?::(\d+):(\d+))?\)?$/.exec(line) ?? [];
    return describePlace(functionName, file, Number(row ?? 0), Number(column ?? 0));
  });
}
