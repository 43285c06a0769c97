import { isPlainObject } from './json.js';
import { type CallFrame, isLocal, type Local, numberOr, parseFrame } from './stack-dump.js';

/** A variable or property with what is in it, as deep as was asked for. */
export interface Variable extends Local {
  /** The first of them; absent when it has none, is not to be looked into, or lies too deep. */
  readonly properties?: readonly Variable[];
  /** How many there are. */
  readonly propertyCount?: number;
}

export interface ScopeDump {
  /** As the inspector names it: `local`, `block`, `closure`, `module`, … */
  readonly type: string;
  /** Of the function that a closure belongs to; may be empty. */
  readonly name: string;
  readonly variables: readonly Variable[];
  /** How many there are. */
  readonly variableCount: number;
}

/** One frame of a thread, with all its scopes, at one moment. `GET /threads/<id>/frames/<n>/scopes`. */
export interface FrameDump {
  readonly version: 1;
  readonly pid: number;
  readonly threadId: number;
  readonly capturedWallMs: number;
  readonly pausedMs: number;
  readonly frame: CallFrame;
  /** Those that have called it, innermost first, at their places in the scripts that run; absent when the agent is older. */
  readonly callers?: readonly CallFrame[];
  /** How long before `capturedWallMs` its event loop had last turned, within 0.2 s; absent when that is not known. */
  readonly sinceTurnMs?: number;
  /** Innermost first, without the global one. */
  readonly scopes: readonly ScopeDump[];
}

/** Reads the answer of a frame's scopes; `undefined` when it is something else. */
export function parseFrameDump(value: unknown): FrameDump | undefined {
  if (!isPlainObject(value) || value['version'] !== 1 || !Array.isArray(value['scopes'])) return undefined;
  const frame = parseFrame(value['frame']);
  const { pid, threadId, capturedWallMs, pausedMs, callers, sinceTurnMs } = value;
  if (frame === undefined || typeof pid !== 'number' || typeof capturedWallMs !== 'number') return undefined;
  return {
    version: 1,
    pid,
    threadId: numberOr(threadId, 0),
    capturedWallMs,
    pausedMs: numberOr(pausedMs, 0),
    frame,
    ...(Array.isArray(callers) && { callers: callers.map(parseFrame).filter((caller) => caller !== undefined) }),
    ...(typeof sinceTurnMs === 'number' && { sinceTurnMs }),
    scopes: value['scopes'].filter(isPlainObject).map(parseScope),
  };
}

function parseScope({ type, name, variables, variableCount }: Readonly<Record<string, unknown>>): ScopeDump {
  const known = parseVariables(variables);
  return {
    type: typeof type === 'string' ? type : '',
    name: typeof name === 'string' ? name : '',
    variables: known,
    variableCount: numberOr(variableCount, known.length),
  };
}

// The agent's answers are five levels deep at most; who sends more is cut off there.
const MAX_DEPTH = 8;

function parseVariables(values: unknown, depth = 0): readonly Variable[] {
  if (!Array.isArray(values) || depth > MAX_DEPTH) return [];
  return values.filter(isLocal).map((local): Variable => {
    const { name, value } = local;
    if (!('properties' in local) || !Array.isArray(local.properties)) return { name, value };
    const properties = parseVariables(local.properties, depth + 1);
    const propertyCount =
      'propertyCount' in local ? numberOr(local.propertyCount, properties.length) : properties.length;
    return { name, value, properties, propertyCount };
  });
}
