import { isPlainObject } from '../../format/json.js';
import type { CallFrame } from '../../format/stack-dump.js';
import { describePlace } from './frame-place.js';
import type { MainSession } from './main-session.js';

const MAX_FRAMES = 200;
// Those of the expression itself: its function, and the script around it.
const OWN_FRAMES = 2;

/**
 * Run by the main thread at its next interrupt check. It puts back what it
 * changes on `Error`, and calls nothing of the application: a
 * `prepareStackTrace` of its own is set aside for the moment. Where `Error` is frozen, the
 * text of the stack (ten frames) must do.
 */
const STACK_EXPRESSION = `(() => {
  const names = ['stackTraceLimit', 'prepareStackTrace'];
  const values = [${MAX_FRAMES + OWN_FRAMES}, (error, sites) => sites];
  const before = names.map((name) => Object.getOwnPropertyDescriptor(Error, name));
  let sites;
  try {
    names.forEach((name, i) => {
      Object.defineProperty(Error, name, { value: values[i], writable: true, enumerable: true, configurable: true });
    });
    sites = new Error().stack;
  } catch {
    sites = new Error().stack;
  } finally {
    names.forEach((name, i) => {
      try {
        if (before[i] === undefined) delete Error[name];
        else Object.defineProperty(Error, name, before[i]);
      } catch {}
    });
  }
  if (typeof sites === 'string') return sites;
  return JSON.stringify(sites.map((site) => [
    site.getFunctionName() ?? '',
    site.getFileName() ?? site.getEvalOrigin() ?? '',
    site.getLineNumber() ?? 0,
    site.getColumnNumber() ?? 0,
  ]));
})()`;

/**
 * The JavaScript stack of the main thread, innermost first; empty when it is idle.
 *
 * Cost to the main thread: well under a millisecond; its code stays optimised.
 *
 * @throws PortholeError `no-answer` when it is in native code.
 */
export async function evaluateStack(session: MainSession, deadlineMs: number): Promise<readonly CallFrame[]> {
  const params = { expression: STACK_EXPRESSION, returnByValue: true, silent: true };
  const { result } = await session.ask('Runtime.evaluate', params, deadlineMs);
  const text = isPlainObject(result) ? result['value'] : undefined;
  if (typeof text !== 'string') return [];
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
