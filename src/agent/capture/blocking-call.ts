import type { ThreadDump } from '../../format/stack-dump.js';
import { formatDurationMs } from '../../units.js';
import type { BlockingCall } from '../blocking-calls.js';
import { parseStack } from './evaluate-stack.js';
import { redactCommand } from './secret.js';

/** A thread that waits for a child process, with what it noted before. */
export function describeBlockingCall(thread: ThreadDump, call: BlockingCall): ThreadDump {
  const command = redactCommand(call.command);
  const { startedWallMs } = call;
  const note = `waiting for a child process for ${formatDurationMs(Date.now() - startedWallMs)}: ${command} (the stack is that of its start)`;
  const frames = parseStack(call.stack);
  // The note is written in a function of ours, below which stands who called.
  const own = frames.findIndex(({ functionName }) => functionName.endsWith('spawnNoted'));
  return { ...thread, note, frames: frames.slice(own + 1), blockingCall: { command, startedWallMs } };
}
