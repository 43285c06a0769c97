import { formatInFlightText } from './in-flight-text.js';
import type { CallFrame, Local, StackDump, ThreadDump } from './stack-dump.js';

/**
 * A stack dump as text, in socketconsole's grammar, so that its readers' users feel at home.
 *
 * For each thread: a line `# Thread Name: …, ThreadID: …`, the frames oldest
 * first, and the locals of the innermost frame. Those of the frames further out
 * and a note follow under their own `#` lines. Control characters are left as
 * they are: whoever prints it escapes it.
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
    ...(thread.note === undefined ? [] : ['', `# Note: ${thread.note}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** A frame on a line of its own. */
export function formatFrame(frame: CallFrame): string {
  return `  File "${frame.file}", line ${frame.line}, in ${frame.functionName || '<anonymous>'}`;
}

function formatOuterLocals(frame: CallFrame): readonly string[] {
  if (frame.locals === undefined || frame.locals.length === 0) return [];
  return ['', `# Locals of ${describeFrame(frame)}:`, ...frame.locals.map(formatLocal)];
}
