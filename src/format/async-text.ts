import { formatBytes, formatDurationMs } from '../units.js';
import type { AsyncDump, AsyncExample, AsyncFrame, AsyncGroup, AsyncPrice } from './async-dump.js';
import { describeFrame, formatLocal } from './dump-text.js';
import { joinLines } from './printable.js';

/**
 * An async dump as text, in the grammar of the thread dump: a section for each group, its frames oldest first
 * (who awaits, then who is awaited), then the locals of its examples.
 *
 * Line feeds in names and values are escaped; other control characters are left as they are: whoever prints it escapes them.
 */
export function formatAsyncText(dump: AsyncDump): string {
  const { suspended, groups, pausedMs, questions, longestQuestionMs, note } = dump;
  const stops = questions === 0 ? '' : `, then ${questions} × ${formatDurationMs(longestQuestionMs)} at most`;
  const title = `# Suspended: ${countOf(suspended, 'function')} in ${countOf(groups.length, 'group')}`;
  const lines = [
    '',
    `${title}; the program stood still for ${formatDurationMs(pausedMs)}${stops}`,
    ...groups.flatMap(formatGroup),
    ...(note === undefined ? [] : ['', `# Note: ${note}`]),
  ];
  return `${joinLines(lines)}\n`;
}

/** What an async dump will cost, as the end of a sentence. */
export function describePrice({ heapBytes, expectedPauseMs, expectedMemoryBytes }: AsyncPrice): string {
  const pause = `it will stand still for about ${formatDurationMs(expectedPauseMs)}`;
  return `a heap of ${formatBytes(heapBytes)}: ${pause}, and need about ${formatBytes(expectedMemoryBytes)} of memory`;
}

function formatGroup({ count, examples }: AsyncGroup): readonly string[] {
  const [first] = examples;
  if (first === undefined) return [];
  const others = examples.slice(1).flatMap((example, index) => formatExample(example, index + 2, first));
  const name = first.frames.at(-1)?.functionName;
  return [
    '',
    `# Async Stack: ${name === undefined || name === '' ? '<anonymous>' : name}, ${count} waiting`,
    ...first.frames.toReversed().map(formatAsyncFrame),
    ...formatLocals(first.frames),
    ...others,
  ];
}

function formatExample(example: AsyncExample, number: number, first: AsyncExample): readonly string[] {
  const isElsewhere = placesOf(example) !== placesOf(first);
  const places = isElsewhere ? example.frames.toReversed().map(formatAsyncFrame) : [];
  const locals = formatLocals(example.frames);
  return places.length + locals.length === 0 ? [] : ['', `# Example ${number}:`, ...places, ...locals];
}

function placesOf({ frames }: AsyncExample): string {
  return frames.map(describeFrame).join();
}

function formatAsyncFrame({ file, line, functionName, place }: AsyncFrame): string {
  const where = place === 'await' ? '' : ' (where it begins)';
  return `  File "${file}", line ${line}, in ${functionName === '' ? '<anonymous>' : functionName}${where}`;
}

function formatLocals(frames: readonly AsyncFrame[]): readonly string[] {
  return frames.flatMap((frame) => {
    if (frame.locals === undefined || frame.locals.length === 0) return [];
    return ['', `# Locals of ${describeFrame(frame)}:`, ...frame.locals.map(formatLocal)];
  });
}

function countOf(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}
