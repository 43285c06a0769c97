import type { FrameDump } from '../format/frame-dump.js';
import type { CallFrame, FramePlace } from '../format/stack-dump.js';

/** The stack of a thread, and by when it had been seen. */
export interface SeenStack {
  readonly frames: readonly CallFrame[];
  readonly seenWallMs: number;
}

// What an agent says of the last turn of a loop is 0.2 s old at most.
const TURN_PRECISION_MS = 300;

/**
 * Whether a frame that was looked into later is the call that stood at `index` of a dumped stack.
 *
 * It is taken for the same when it is a call of the same function, all its callers stand where they stood, and the event
 * loop has not turned since: every call ends before that. A function that has returned meanwhile and was called again from
 * the same place in the same turn cannot be told from that, which is why newer values are shown with their time.
 * An agent that does not name the callers has to stand at the same line.
 */
export function isSameCall(seen: SeenStack, index: number, later: FrameDump): boolean {
  const frame = seen.frames[index];
  if (frame === undefined || frame.functionName !== later.frame.functionName || hasTurned(seen, later)) return false;
  const [before, now] = [runningPlace(frame), runningPlace(later.frame)];
  if (before.file !== now.file) return false;
  if (later.callers === undefined) return before.line === now.line;
  const callers = seen.frames.slice(index + 1);
  return callers.length === later.callers.length && callers.every((caller, at) => isAt(caller, later.callers?.[at]));
}

function hasTurned({ seenWallMs }: SeenStack, later: FrameDump): boolean {
  if (later.sinceTurnMs === undefined) return false;
  return later.capturedWallMs - later.sinceTurnMs > seenWallMs + TURN_PRECISION_MS;
}

function isAt(caller: CallFrame, other: CallFrame | undefined): boolean {
  if (other === undefined || caller.functionName !== other.functionName) return false;
  const [a, b] = [runningPlace(caller), runningPlace(other)];
  return a.file === b.file && a.line === b.line && a.column === b.column;
}

// The place in the script that runs: both have it, whether or not a source map was found for the one.
function runningPlace(frame: CallFrame): FramePlace {
  return frame.generated ?? frame;
}
