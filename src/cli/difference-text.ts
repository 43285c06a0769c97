import { describeFrame, describeThreadState, formatFrame } from '../format/dump-text.js';
import type { ThreadDump } from '../format/stack-dump.js';
import type { AsyncDifference, DumpDifference, ThreadDifference } from '../model/compare-dumps.js';
import { formatDurationMs } from '../units.js';

/** A comparison as text. Control characters are left as they are: whoever prints it escapes it. */
export function formatDifference(difference: DumpDifference): string {
  const lines = [
    '',
    `# Compared with ${formatDurationMs(difference.elapsedMs)} before`,
    ...difference.threads.flatMap(formatThread),
    ...(difference.async ?? []).flatMap(formatAsync),
  ];
  return `${lines.join('\n')}\n`;
}

function formatThread({ name, change, before, after, commonFrames }: ThreadDifference): readonly string[] {
  const title = ['', `# Thread Name: ${name}, ${change}`];
  const shown = after ?? before;
  if (shown === undefined) return title;
  if (change !== 'moved') return [...title, `  ${placeOf(shown)}`, ...frames(shown, 0)];
  const lines = [`  before: ${before === undefined ? '' : placeOf(before)}`, `  now:    ${placeOf(shown)}`];
  return [...title, ...lines, ...frames(shown, commonFrames)];
}

// Oldest first: those in common, then where it is now.
function frames({ frames: all }: ThreadDump, common: number): readonly string[] {
  return all.toReversed().map((frame, index) => `${formatFrame(frame)}${index < common ? ' (as before)' : ''}`);
}

function placeOf(thread: ThreadDump): string {
  const [innermost] = thread.frames;
  const state = describeThreadState(thread);
  return innermost === undefined ? state : `${state} in ${describeFrame(innermost)}`;
}

function formatAsync({ change, countBefore, countAfter, frames: all }: AsyncDifference): readonly string[] {
  const counts = `${countBefore} → ${countAfter} waiting`;
  return ['', `# Async Stack: ${change}, ${counts}`, ...all.toReversed().map(formatFrame)];
}
