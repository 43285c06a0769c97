import { formatDurationMs } from '../units.js';
import { describeFrame } from './dump-text.js';
import { joinLines } from './printable.js';
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
  const looks = stallLooks(stacks);
  return [
    '',
    `# Stall: ${new Date(startedWallMs).toISOString()}, ${length}`,
    ...(looks.length === 0 ? ['  (over before it was looked at)'] : looks.flatMap(formatLook)),
  ];
}

/** Stacks of a stall that are the same one after the other: one of them, and when it was met. */
export interface StallLook {
  readonly stack: StallStack;
  readonly afterMs: readonly number[];
}

/** The stacks of a stall, the same one after the other together, each with the times since its beginning. */
export function stallLooks(stacks: readonly StallStack[]): readonly StallLook[] {
  const looks: (StallLook & { readonly text: string; readonly afterMs: number[] })[] = [];
  for (const stack of stacks) {
    const text = describeLook(stack);
    const last = looks.at(-1);
    if (last?.text === text) last.afterMs.push(stack.afterMs);
    else looks.push({ stack, text, afterMs: [stack.afterMs] });
  }
  return looks;
}

function formatLook({ stack, afterMs }: StallLook): readonly string[] {
  const times = afterMs.map((ms) => formatDurationMs(ms)).join(', ');
  return `  After ${times}: ${describeLook(stack)}`.split('\n');
}

function describeLook(stack: StallStack): string {
  const lines = stack.frames.toReversed().map((frame) => `    ${describeFrame(frame)}`);
  return joinLines([describeStallState(stack), ...lines]);
}

/** What the main thread was doing at one moment of a stall, in a few words. */
export function describeStallState({ state, native }: StallStack): string {
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
