import type { FrameDump } from '../format/frame-dump.js';
import type { CallFrame, FramePlace } from '../format/stack-dump.js';

/**
 * Whether a frame that was looked into later is the call that stood at `index` of a dumped stack.
 *
 * It is taken for the same when it is a call of the same function and all its callers stand where they stood. A function
 * that has returned and was called again from the same place cannot be told from that: its values are the newer ones,
 * which is why they are shown with their time. An agent that does not name the callers has to stand at the same line.
 */
export function isSameCall(frames: readonly CallFrame[], index: number, later: FrameDump): boolean {
  const frame = frames[index];
  if (frame === undefined || frame.functionName !== later.frame.functionName) return false;
  const [before, now] = [runningPlace(frame), runningPlace(later.frame)];
  if (before.file !== now.file) return false;
  if (later.callers === undefined) return before.line === now.line;
  const callers = frames.slice(index + 1);
  return callers.length === later.callers.length && callers.every((caller, at) => isAt(caller, later.callers?.[at]));
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
