import type { CallFrame, Local } from './stack-dump.js';

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
  /** Innermost first, without the global one. */
  readonly scopes: readonly ScopeDump[];
}
