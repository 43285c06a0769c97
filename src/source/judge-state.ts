import { accessSync, constants } from 'node:fs';
import { AGENT_FIELDS, STUCK_AFTER_MS } from '../format/agent-fields.js';
import { findNumber } from '../format/find-field.js';
import { formatDurationMs } from '../units.js';
import { describeFailure } from './failure.js';
import type { Life } from './lives.js';
import { findText, hasOurAgent } from './name-target.js';
import type { ProcessLook } from './process-info.js';
import type { TargetSample } from './sample.js';

export type Verdict = Pick<TargetSample, 'state' | 'stateReason'>;

/** The state of a process that has its pid no more, and how it ended where that is known. */
export function judgeEnded(pid: number, look: ProcessLook, life: Life): Verdict {
  if (look.state !== 'gone') return { state: 'ended', stateReason: `pid ${pid} is another process now` };
  const { files, sockets } = life;
  const left =
    sockets.length === 0
      ? 'its files remain'
      : files.length === 0
        ? 'its socket remains'
        : 'its files and socket remain';
  return { state: 'ended', stateReason: `ended${describeEnd(look.end, life)}; ${left} (pid ${pid} is gone)` };
}

function describeEnd(end: string | undefined, life: Life): string {
  const fatalError = findText(life, AGENT_FIELDS.fatalError);
  if (fatalError !== undefined) return ` by an exception that nobody caught: ${fatalError}`;
  if (end !== undefined) return ` ${end}`;
  // Our agent takes its files with it when the program ends in an orderly way, and says when it does not.
  return hasOurAgent(life) && life.files.length > 0 ? ' by a signal or a crash of native code' : '';
}

/**
 * The state of a living process.
 *
 * @param nowMs The machine's monotonic clock, taken after the files were read:
 *   a heartbeat beyond it is of another boot, and says nothing.
 */
export function judgeLiving(pid: number, look: ProcessLook, life: Life, nowMs: number): Verdict {
  const unreadable = describeUnreadable(life);
  if (unreadable !== undefined) return { state: 'unreadable', stateReason: unreadable };
  if (look.state === 'stopped')
    return { state: 'stuck', stateReason: `stopped by a signal: kill -CONT ${pid} continues it` };
  if (look.state === 'traced') return { state: 'stuck', stateReason: 'stopped by a debugger' };
  const ageMs = heartbeatAgeMs(pid, life, nowMs);
  if (ageMs === undefined || ageMs <= STUCK_AFTER_MS) return { state: 'live', stateReason: undefined };
  return { state: 'stuck', stateReason: `event loop blocked ${formatDurationMs(ageMs)}` };
}

function heartbeatAgeMs(pid: number, { files }: Life, nowMs: number): number | undefined {
  const mainFirst = files.toSorted((a, b) => Number(b.file.tid === pid) - Number(a.file.tid === pid));
  for (const { file } of mainFirst) {
    const heartbeatMs = findNumber(file.snapshot, AGENT_FIELDS.heartbeat) ?? 0;
    if (heartbeatMs > 0 && heartbeatMs <= nowMs) return nowMs - heartbeatMs;
  }
  return undefined;
}

function describeUnreadable({ files, sockets }: Life): string | undefined {
  if (files.some(({ file }) => (file.snapshot?.fields.length ?? 0) > 0)) return undefined;
  const [unread] = files;
  if (unread !== undefined) return unread.file.reason;
  const [socket] = sockets;
  if (socket === undefined) return undefined;
  try {
    // To connect is to write.
    accessSync(socket.path, constants.W_OK);
    return undefined;
  } catch (thrown) {
    const { isForbidden, reason } = describeFailure(socket.path, thrown);
    return isForbidden ? reason : undefined;
  }
}
