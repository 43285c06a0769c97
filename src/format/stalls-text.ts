import { formatDurationMs } from '../units.js';
import { describeFrame } from './dump-text.js';
import type { Stall, StallReport, StallStack } from './stalls.js';

/**
 * The stalls of a process as text: for each a line, and what held the event loop, the outermost function first as in a
 * dump. Control characters are left as they are: whoever prints it escapes it.
 */
export function formatStallsText(report: StallReport): string {
  return [describeCount(report), ...report.stalls.flatMap(formatStall), ''].join('\n');
}

function describeCount({ thresholdMs, count, longestMs, stalls }: StallReport): string {
  if (thresholdMs === 0) return '# Stalls are not watched in this process (PORTHOLE_STALL_MS=0)';
  const meaning = `event loop late by ${formatDurationMs(thresholdMs)} or more`;
  if (count === 0) return `# Stalls: none (${meaning})`;
  const shown = stalls.length < count ? `, the last ${stalls.length} of them here` : '';
  return `# Stalls: ${count} (${meaning})${shown}, longest ${formatDurationMs(longestMs)}`;
}

function formatStall({ startedWallMs, lengthMs, isLasting, stacks }: Stall): readonly string[] {
  const length = `${formatDurationMs(lengthMs)}${isLasting ? ', and it lasts' : ''}`;
  const looks = alike(stacks);
  return [
    '',
    `# Stall: ${new Date(startedWallMs).toISOString()}, ${length}`,
    ...(looks.length === 0 ? ['  (over before it was looked at)'] : looks.flatMap(formatLook)),
  ];
}

/** Stacks that are the same one after the other. */
interface Look {
  readonly stack: StallStack;
  readonly text: string;
  readonly afterMs: number[];
}

function alike(stacks: readonly StallStack[]): readonly Look[] {
  const looks: Look[] = [];
  for (const stack of stacks) {
    const text = describeLook(stack);
    const last = looks.at(-1);
    if (last?.text === text) last.afterMs.push(stack.afterMs);
    else looks.push({ stack, text, afterMs: [stack.afterMs] });
  }
  return looks;
}

function formatLook({ text, afterMs }: Look): readonly string[] {
  const times = afterMs.map((ms) => formatDurationMs(ms)).join(', ');
  return `  After ${times}: ${text}`.split('\n');
}

function describeLook({ state, native, frames }: StallStack): string {
  const lines = frames.toReversed().map((frame) => `    ${describeFrame(frame)}`);
  return [describeState(state, native), ...lines].join('\n');
}

function describeState(state: StallStack['state'], native: StallStack['native']): string {
  switch (state) {
    case 'running':
      return 'running';
    case 'returned':
      return 'came back from native code to';
    case 'idle':
      return 'idle: its event loop was free, but had not been given the time to turn';
    default: {
      if (native === undefined || native.activity === 'computing') return 'in native code, computing';
      const call = native.systemCall === undefined ? '' : ` in ${native.systemCall}`;
      return `in native code, waiting${call}${native.waitChannel === undefined ? '' : ` (${native.waitChannel})`}`;
    }
  }
}
