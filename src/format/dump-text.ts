import { formatDurationMs, formatShort } from '../units.js';
import { formatInFlightText } from './in-flight-text.js';
import { joinLines } from './printable.js';
import type { ActiveResource, BlockedSpell, CallFrame, Local, StackDump, ThreadDump } from './stack-dump.js';

/**
 * A stack dump as text, in socketconsole's grammar, so that its readers' users feel at home.
 *
 * For each thread: a line `# Thread Name: …, ThreadID: …`, the frames oldest
 * first, and the locals of the innermost frame. Those of the frames further out,
 * what the thread waits for, what it was blocked in before, a note and its CPU time follow under their own `#` lines. Line feeds in names
 * and values are escaped; other control characters are left as they are: whoever prints it escapes them.
 */
export function formatDumpText(dump: StackDump): string {
  const threads = dump.threads.map(formatThread).join('');
  return dump.inFlight === undefined ? threads : `${threads}${formatInFlightText(dump.inFlight)}`;
}

/** A variable on a line of its own. */
export function formatLocal(local: Local): string {
  return `  ${local.name}: ${local.value}`;
}

/** `running`, `idle`, or what is known of a thread in native code, in a few words. */
export function describeThreadState(thread: Pick<ThreadDump, 'state' | 'native'>): string {
  if (thread.state !== 'blocked') return thread.state;
  const { native } = thread;
  if (native === undefined) return 'blocked in native code';
  if (native.activity === 'computing') return 'blocked in native code, computing';
  const call = native.systemCall === undefined ? '' : ` in ${native.systemCall}`;
  const channel = native.waitChannel === undefined ? '' : ` (${native.waitChannel})`;
  return `blocked in native code, waiting${call}${channel}`;
}

/** `handler (/srv/app.js:12:5)`. */
export function describeFrame(frame: CallFrame): string {
  const place = frame.file === '' ? '' : ` (${frame.file}:${frame.line}:${frame.column})`;
  return `${frame.functionName || '<anonymous>'}${place}`;
}

function formatThread(thread: ThreadDump): string {
  const innermost = thread.frames[0];
  const lines = [
    '',
    `# Thread Name: ${thread.name} (${describeThreadState(thread)}), ThreadID: ${thread.tid ?? thread.threadId}`,
    ...thread.frames.toReversed().map(formatFrame),
    '',
    '# Locals:',
    ...(innermost?.locals ?? []).map(formatLocal),
    ...thread.frames.slice(1).flatMap(formatOuterLocals),
    ...formatActiveResources(thread.activeResources),
    ...formatLastBlocked(thread.lastBlocked),
    ...(thread.note === undefined ? [] : ['', `# Note: ${thread.note}`]),
    ...formatFacts(thread),
  ];
  return `${joinLines(lines)}\n`;
}

/** `thread 2, CPU time 1.5 s, event loop 98% busy, last turned 3.2 s ago`; empty when nothing of it is known. */
export function describeThreadFacts({ threadId, cpuMs, eventLoopUtilization, sinceTurnMs }: ThreadDump): string {
  const facts = [
    cpuMs === undefined ? undefined : `CPU time ${formatDurationMs(cpuMs)}`,
    eventLoopUtilization === undefined ? undefined : `event loop ${formatShort(eventLoopUtilization * 100)}% busy`,
    sinceTurnMs === undefined ? undefined : `last turned ${formatDurationMs(sinceTurnMs)} ago`,
  ].filter((fact) => fact !== undefined);
  return facts.length === 0 ? '' : [`thread ${threadId}`, ...facts].join(', ');
}

/** `3 Timeout, TCPServerWrap`. */
export function describeActiveResources(resources: readonly ActiveResource[]): string {
  return resources.map(({ type, count }) => (count === 1 ? type : `${count} ${type}`)).join(', ');
}

function formatActiveResources(resources: readonly ActiveResource[] = []): readonly string[] {
  return resources.length === 0 ? [] : ['', `# Kept alive by: ${describeActiveResources(resources)}`];
}

function formatLastBlocked(spell: BlockedSpell | undefined): readonly string[] {
  if (spell === undefined) return [];
  const { startedWallMs, lengthMs, frames } = spell;
  const began = new Date(startedWallMs).toISOString();
  return [
    '',
    `# Blocked before: ${formatDurationMs(lengthMs)} from ${began}, came back at:`,
    ...frames.toReversed().map(formatFrame),
  ];
}

function formatFacts(thread: ThreadDump): readonly string[] {
  const facts = describeThreadFacts(thread);
  return facts === '' ? [] : ['', `# Facts: ${facts}`];
}

/** A frame on a line of its own. */
export function formatFrame(frame: CallFrame): string {
  return `  File "${frame.file}", line ${frame.line}, in ${frame.functionName || '<anonymous>'}`;
}

function formatOuterLocals(frame: CallFrame): readonly string[] {
  if (frame.locals === undefined || frame.locals.length === 0) return [];
  return ['', `# Locals of ${describeFrame(frame)}:`, ...frame.locals.map(formatLocal)];
}
